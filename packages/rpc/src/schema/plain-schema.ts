import type { z } from "zod";

type Override = NonNullable<z.core.ToJSONSchemaParams["override"]>;

const isSafeBound = (bound: unknown): boolean => Math.abs(Number(bound)) === Number.MAX_SAFE_INTEGER;

/**
 * Says in JSON Schema what zod leaves out, and leaves out what says nothing.
 *
 * Dates are RFC 3339 texts. Answers may gain fields, so they never forbid further ones. A format needs no pattern
 * beside it, an integer no bounds of the number type.
 */
export const plainSchema =
  (io: "input" | "output"): Override =>
  ({ zodSchema, jsonSchema }) => {
    const { def } = zodSchema._zod;
    if (def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
    if (def.type === "pipe" && io === "input") describeText(def.out, jsonSchema);
    if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    if (isSafeBound(jsonSchema.minimum)) delete jsonSchema.minimum;
    if (isSafeBound(jsonSchema.maximum)) delete jsonSchema.maximum;
  };

/** JSON Schema's names of the formats that a text may be checked for after it was read. */
const formats: Readonly<Record<string, string>> = {
  email: "email",
  url: "uri",
  uuid: "uuid",
  guid: "uuid",
  datetime: "date-time",
};

/** A text that is put through another check, such as an email in any case, has that check's format too. */
function describeText(out: z.core.$ZodType, jsonSchema: z.core.JSONSchema.BaseSchema): void {
  // Sound: every schema that zod makes is a member of the union.
  const { def } = (out as z.core.$ZodTypes)._zod;
  if (jsonSchema.type !== "string" || def.type !== "string" || !("format" in def)) return;
  const format = formats[String(def.format)];
  if (format !== undefined) jsonSchema.format = format;
}
