import type { z } from "zod";

/** Turns the ISO texts of a JSON value into dates where a schema expects dates. */
export type DateReader = (value: unknown) => unknown;

/**
 * Plans, once per schema, where dates are.
 *
 * @returns undefined where there are none: the value is then taken as it is.
 */
export function dateReaderOf(schema: z.core.$ZodType): DateReader | undefined {
  // Sound: every schema that zod makes is a member of the union.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "date":
      return (value) => (typeof value === "string" ? new Date(value) : value);
    case "optional":
    case "nullable":
    case "default":
    case "readonly":
      return dateReaderOf(def.innerType);
    case "pipe":
      return dateReaderOf(def.in);
    case "array":
      return listReader(dateReaderOf(def.element));
    case "object":
      return fieldsReader(def.shape);
    case "union":
      return unionReader(def.options);
    default:
      return undefined;
  }
}

function listReader(read: DateReader | undefined): DateReader | undefined {
  return read && ((value) => (Array.isArray(value) ? value.map(read) : value));
}

function fieldsReader(shape: Readonly<Record<string, z.core.$ZodType>>): DateReader | undefined {
  const readers = Object.entries(shape).flatMap(([name, field]) => {
    const read = dateReaderOf(field);
    return read === undefined ? [] : [{ name, read }];
  });
  if (readers.length === 0) return undefined;
  return (value) => {
    if (typeof value !== "object" || value === null) return value;
    const fields: Record<string, unknown> = { ...value };
    for (const { name, read } of readers) if (Object.hasOwn(fields, name)) fields[name] = read(fields[name]);
    return fields;
  };
}

/** Of several branches the first with a date in it reads; the schema judges the result. */
function unionReader(options: readonly z.core.$ZodType[]): DateReader | undefined {
  for (const option of options) {
    const read = dateReaderOf(option);
    if (read) return read;
  }
  return undefined;
}
