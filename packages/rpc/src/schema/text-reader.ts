import type { z } from "zod";
import { rfc3339Date } from "./rfc3339-date.ts";
import { coreOf } from "./schema-core.ts";

/** What a query string carries: texts, repeated texts, and texts below `name[key]`. */
export type TextValue = string | readonly string[] | TextFields;
export type TextFields = { readonly [name: string]: TextValue };

/** Reads a text as the value that a schema expects; a text that cannot be read so stays as it is. */
export type TextReader = (value: TextValue) => unknown;

/**
 * Plans, once per schema, how texts become its input: numbers, booleans, dates, lists, fields.
 *
 * Nothing is refused here: what cannot be read is left as text, so that the schema's own error names the field.
 */
export function textReaderOf(schema: z.core.$ZodType): TextReader {
  const { def } = coreOf(schema)._zod;
  switch (def.type) {
    case "number":
      return scalar(numberFrom);
    case "bigint":
      return scalar(bigintFrom);
    case "boolean":
      return scalar(booleanFrom);
    case "date":
      return scalar(rfc3339Date);
    case "literal":
      return scalar(oneOf(def.values));
    case "enum":
      return scalar(oneOf(Object.values(def.entries)));
    case "array":
      return listReader(textReaderOf(def.element));
    case "object":
      return fieldsReader(
        new Map(Object.entries(def.shape).map(([name, field]) => [name, textReaderOf(field)])),
      );
    case "union":
      return firstThatReads(def.options.map(textReaderOf), def.options.some(isText));
    default:
      return asItCame;
  }
}

const asItCame: TextReader = (value) => value;

const scalar =
  (read: (text: string) => unknown): TextReader =>
  (value) =>
    typeof value === "string" ? read(value) : value;

const decimal = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const numberFrom = (text: string): unknown => (decimal.test(text) ? Number(text) : text);

const integer = /^-?\d{1,100}$/;
const bigintFrom = (text: string): unknown => (integer.test(text) ? BigInt(text) : text);

const booleanFrom = (text: string): unknown => (text === "true" ? true : text === "false" ? false : text);

function oneOf(values: readonly unknown[]): (text: string) => unknown {
  const byText = new Map(values.map((value) => [String(value), value]));
  return (text) => byText.get(text) ?? text;
}

/** `a,b` and a repeated parameter are the same list; an empty parameter is an empty list. */
function listReader(element: TextReader): TextReader {
  const split = (text: string): unknown[] => (text === "" ? [] : text.split(",").map(element));
  return (value) => {
    if (typeof value === "string") return split(value);
    return Array.isArray(value) ? value.flatMap(split) : value;
  };
}

function fieldsReader(fields: ReadonlyMap<string, TextReader>): TextReader {
  return (value) => {
    if (typeof value === "string" || isList(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, text]) => [name, fields.get(name)?.(text) ?? text]),
    );
  };
}

const isList = (value: readonly string[] | TextFields): value is readonly string[] => Array.isArray(value);

const isText = (option: z.core.$ZodType): boolean => coreOf(option)._zod.def.type === "string";

/** Where one branch takes any text, the text is what was meant. */
function firstThatReads(readers: readonly TextReader[], takesText: boolean): TextReader {
  if (takesText) return asItCame;
  return (value) => {
    for (const read of readers) {
      const result = read(value);
      if (result !== value) return result;
    }
    return value;
  };
}
