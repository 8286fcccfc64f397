import type { TextFields } from "@ashlar/rpc";

type Fields = { [name: string]: string | string[] | Fields };

/** Deepest `a[b][c]` that is read; a deeper one stays one name, which no schema knows. */
const maximumDepth = 4;

/**
 * Reads a query string: `a=1`, repeated `a=1&a=2`, and `filter[status]=draft`.
 *
 * `filter=x&filter[status]=y` contradicts itself: the text stays, and the schema refuses it by name. Names come from strangers: they are only ever own properties, `__proto__` too.
 *
 * @param text - What follows the `?`.
 */
export function queryFields(text: string): TextFields {
  const fields: Fields = {};
  for (const [name, value] of new URLSearchParams(text)) place(fields, keysOf(name), value);
  return fields;
}

const bracketed = /^([^[\]]+)((?:\[[^[\]]+\])+)$/;

function keysOf(name: string): readonly string[] {
  const match = bracketed.exec(name);
  if (match === null) return [name];
  const [, first = "", rest = ""] = match;
  const keys = [first, ...rest.slice(1, -1).split("][")];
  return keys.length > maximumDepth ? [name] : keys;
}

function place(fields: Fields, [key = "", ...rest]: readonly string[], value: string): void {
  const present = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (rest.length === 0) {
    define(fields, key, present === undefined ? value : beside(present, value));
  } else if (present === undefined) {
    const below: Fields = {};
    define(fields, key, below);
    place(below, rest, value);
  } else if (typeof present === "object" && !Array.isArray(present)) {
    place(present, rest, value);
  }
}

const beside = (present: string | string[] | Fields, value: string): string | string[] =>
  typeof present === "string" ? [present, value] : Array.isArray(present) ? [...present, value] : value;

const define = (fields: Fields, key: string, value: string | string[] | Fields): void => {
  Object.defineProperty(fields, key, { value, enumerable: true, writable: true, configurable: true });
};
