import type { AnyEntry } from "@ashlar/contracts";
import { jsonReaderOf, type TextFields, textReaderOf } from "@ashlar/rpc";
import { WrongUse } from "../wrong-use.ts";
import type { InputField } from "./input-fields.ts";

type Fields = { [name: string]: unknown };

/**
 * Makes an input of flags, and checks it by the contract's own schema.
 *
 * @throws WrongUse with a line for each field that breaks a rule.
 */
export function makeInput(
  entry: AnyEntry,
  fields: readonly InputField[],
  given: readonly (readonly [name: string, value: string])[],
): unknown {
  const input = fields.length === 0 ? undefined : inputOf(entry, fields, given);
  const parsed = entry.input.safeParse(input);
  if (parsed.success) return input;
  const lines = parsed.error.issues.map(({ path, message }) => `  --${path.join(".")}: ${message}`);
  throw new WrongUse(["The input breaks a rule:", ...new Set(lines)].join("\n"));
}

function inputOf(
  entry: AnyEntry,
  fields: readonly InputField[],
  given: readonly (readonly [name: string, value: string])[],
): unknown {
  const texts: Fields = {};
  const json: Fields = {};
  for (const [name, value] of given) {
    const field = fields.find((one) => one.name === name);
    const path = name.split(".");
    if (field === undefined || field.type === "json") place(json, path, () => jsonOf(value));
    else place(texts, path, (before) => (field.isList ? [...listOf(before), value] : value));
  }
  // Sound: the values are texts, lists of texts and fields of them.
  const read = textReaderOf(entry.input)(texts as TextFields);
  const plain = asLists(json);
  return merged(read, jsonReaderOf(entry.input)?.(plain) ?? plain);
}

function place(
  into: Fields,
  [name = "", ...rest]: readonly string[],
  valueFor: (before: unknown) => unknown,
): void {
  if (rest.length === 0) {
    into[name] = valueFor(into[name]);
    return;
  }
  const inner: Fields = Object(into[name] ?? {});
  into[name] = inner;
  place(inner, rest, valueFor);
}

const listOf = (before: unknown): readonly unknown[] => (Array.isArray(before) ? before : []);

/** JSON where it is JSON, such as `[{"productId":"…"}]`; any other text as it stands. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Fields named 0, 1, 2 … make a list. */
function asLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asLists);
  const entries = Object.entries(value).map(([name, inner]) => [name, asLists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const merged = (one: unknown, other: unknown): unknown =>
  isFields(one) && isFields(other)
    ? Object.fromEntries(
        [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
          name,
          name in one && name in other ? merged(one[name], other[name]) : (one[name] ?? other[name]),
        ]),
      )
    : other;
