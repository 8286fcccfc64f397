import type { z } from "zod";
import { rfc3339Date } from "./rfc3339-date.ts";
import { coreOf } from "./schema-core.ts";

/** Reads a JSON value as what a schema expects where JSON has no such type. */
export type JsonReader = (value: unknown) => unknown;

/**
 * Plans, once per schema, how ISO texts inside a JSON value become dates.
 *
 * @returns undefined where the schema holds no date: the value is then taken as it is, without a walk.
 */
export function jsonReaderOf(schema: z.core.$ZodType): JsonReader | undefined {
  const { def } = coreOf(schema)._zod;
  switch (def.type) {
    case "date":
      return (value) => (typeof value === "string" ? rfc3339Date(value) : value);
    case "array":
      return listReader(jsonReaderOf(def.element));
    case "record":
      return recordReader(jsonReaderOf(def.valueType));
    case "object":
      return fieldsReader(def.shape);
    case "union":
      return firstThatReads(def.options.flatMap((option) => jsonReaderOf(option) ?? []));
    default:
      return undefined;
  }
}

function listReader(element: JsonReader | undefined): JsonReader | undefined {
  if (element === undefined) return undefined;
  return (value) => (Array.isArray(value) ? value.map(element) : value);
}

function recordReader(field: JsonReader | undefined): JsonReader | undefined {
  if (field === undefined) return undefined;
  return (value) => mapped(value, () => field);
}

function fieldsReader(shape: Readonly<Record<string, z.core.$ZodType>>): JsonReader | undefined {
  const readers = new Map(
    Object.entries(shape).flatMap(([name, field]) => {
      const read = jsonReaderOf(field);
      return read === undefined ? [] : [[name, read] as const];
    }),
  );
  return readers.size === 0 ? undefined : (value) => mapped(value, (name) => readers.get(name));
}

function mapped(value: unknown, readerOf: (name: string) => JsonReader | undefined): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // `fromEntries` defines keys, so a field named `__proto__` stays a field.
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, readerOf(name)?.(field) ?? field]),
  );
}

function firstThatReads(readers: readonly JsonReader[]): JsonReader | undefined {
  if (readers.length === 0) return undefined;
  return (value) => {
    for (const read of readers) {
      const result = read(value);
      if (result !== value) return result;
    }
    return value;
  };
}
