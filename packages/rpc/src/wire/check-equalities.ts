import type { FieldIssue } from "@ashlar/contracts";
import { fieldName, stepsOf, valueAt } from "./check-annotations.ts";
import { MalformedInput } from "./malformed-input.ts";

/** Members that are compared for one input; far above what an honest one repeats within the bound of a body. */
const maximumComparisons = 100_000;

/**
 * Finds the fields that superjson would read from another place of the input, and that do not say the same here.
 *
 * `referentialEqualities` name the places where a client used one object twice. superjson writes every copy in full beside
 * them, so nothing has to be read from elsewhere: honoured, they let a small body describe a cycle, or a tree of
 * exponential size. With its option `dedupe`, and for an object that holds itself, it writes null instead, and what was
 * meant would be lost.
 *
 * @param equalities - `{ source: copies }`, or `[copies of the root, { source: copies }?]`; nothing is assumed.
 * @throws MalformedInput when it is neither, points outside the value, or asks for more than 100,000 comparisons.
 */
export function equalityIssues(equalities: unknown, json: unknown): FieldIssue[] {
  const state = { left: maximumComparisons };
  return pairsOf(equalities).flatMap(([source, copy]) => {
    const original = valueAt(json, source);
    if (isSame(original, valueAt(json, copy), state)) return [];
    const message = "refers to another field; send each value in full (superjson without `dedupe`)";
    return [{ field: fieldName(copy), constraint: "type", message }];
  });
}

type Steps = readonly string[];
type Pair = readonly [source: Steps, copy: Steps];

function pairsOf(equalities: unknown): Pair[] {
  if (!Array.isArray(equalities)) return pairsBySource(equalities);
  const [ofRoot, bySource = {}] = equalities;
  return [...copiesOf([], ofRoot), ...pairsBySource(bySource)];
}

function pairsBySource(bySource: unknown): Pair[] {
  if (typeof bySource !== "object" || bySource === null || Array.isArray(bySource)) throw unreadable();
  return Object.entries(bySource).flatMap(([source, copies]) => copiesOf(stepsOf(source), copies));
}

function copiesOf(source: Steps, copies: unknown): Pair[] {
  if (!Array.isArray(copies)) throw unreadable();
  return copies.map((copy) => [source, stepsOf(copy)] as const);
}

const unreadable = (): Error =>
  new MalformedInput("The `referentialEqualities` of the input are unreadable.");

function isSame(left: unknown, right: unknown, state: { left: number }): boolean {
  state.left -= 1;
  if (state.left < 0) throw new MalformedInput("The input repeats too much.");
  if (left === right) return true;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name], state));
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
