import type { FieldIssue } from "@ashlar/contracts";
import { misfit } from "./annotated-value.ts";
import { annotationSteps } from "./annotation-steps.ts";
import { MalformedInput } from "./malformed-input.ts";

/** A place in the input: its names from the top, and the JSON there. */
type Place = { readonly steps: readonly string[]; readonly value: unknown };

/**
 * Finds the fields whose annotations say what no input takes, or what their JSON is not.
 *
 * A tree of superjson is `[type, children?]` or `children`. It may not point outside the value, which superjson does not
 * check: `items.4294967294` would stretch an array of one item to four billion, and a path of 20,000 steps is walked
 * whole for each of its children. Linear in the size of the tree.
 *
 * @param tree - `meta.values`; nothing is assumed of its shape.
 * @param json - The value it annotates.
 * @throws MalformedInput when it is not such a tree.
 */
export function annotationIssues(tree: unknown, json: unknown): FieldIssue[] {
  const issues: FieldIssue[] = [];
  check(tree, { steps: [], value: json }, issues);
  return issues;
}

function check(tree: unknown, place: Place, issues: FieldIssue[]): void {
  if (!Array.isArray(tree)) {
    checkChildren(tree, place, issues);
    return;
  }
  const [type, children] = tree;
  if (tree.length > 2) throw new MalformedInput("The `meta` of the input is not an annotation tree.");
  const message = misfit(type, place.value);
  if (message !== undefined) issues.push({ field: fieldName(place.steps), constraint: "type", message });
  if (children !== undefined) checkChildren(children, place, issues);
}

function checkChildren(children: unknown, { steps, value }: Place, issues: FieldIssue[]): void {
  if (typeof children !== "object" || children === null || Array.isArray(children)) {
    throw new MalformedInput("The `meta` of the input is not an annotation tree.");
  }
  for (const [path, tree] of Object.entries(children)) {
    const below = stepsOf(path);
    // First the value: it bounds how many steps there are.
    const found = valueAt(value, below);
    check(tree, { steps: [...steps, ...below], value: found }, issues);
  }
}

/** @throws MalformedInput for what is no path. */
export function stepsOf(path: unknown): readonly string[] {
  const steps = typeof path === "string" ? annotationSteps(path) : undefined;
  if (steps === undefined) throw new MalformedInput("The `meta` of the input has an unreadable path.");
  return steps;
}

/** Names come from strangers; as in every other issue they are shown up to a bound. */
export const fieldName = (steps: readonly string[]): string => steps.join(".").slice(0, 200).toWellFormed();

/** @throws MalformedInput when the steps lead out of the value. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let found = value;
  for (const step of steps) {
    if (!hasMember(found, step)) {
      throw new MalformedInput("The `meta` of the input points outside its `json`.");
    }
    found = found[step];
  }
  return found;
}

function hasMember(value: unknown, name: string): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
  return !(Array.isArray(value) && name === "length");
}
