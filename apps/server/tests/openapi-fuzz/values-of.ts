import fc from "fast-check";
import type { Schema } from "./open-api.ts";

/** Values by field name that exist in the database under test, so that some requests find something. */
export type Known = Readonly<Record<string, readonly string[]>>;

type Context = { readonly schemas: Readonly<Record<string, Schema>>; readonly known: Known };

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("'; drop table users; --", "%", "\\", "a OR b", '"', "-", "\u202e", "😀"),
  },
);

/** Generates values that a schema allows, known ones among them. */
export function valuesOf(schema: Schema, context: Context, name = ""): fc.Arbitrary<unknown> {
  const { $ref, type, anyOf } = schema;
  if (typeof $ref === "string")
    return valuesOf(context.schemas[$ref.replace(/.*\//, "")] ?? {}, context, name);
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((branch) => valuesOf(branch, context, name)));
  if (Array.isArray(type))
    return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one }, context, name)));
  switch (type) {
    case "object":
      return fieldsOf(schema, context);
    case "array": {
      const minLength = Number(schema.minItems ?? 0);
      const maxLength = Math.min(Number(schema.maxItems ?? 4), 4);
      return fc.array(valuesOf(Object(schema.items), context, name), { minLength, maxLength });
    }
    case "integer":
      return fc.integer({
        min: Number(schema.minimum ?? -(2 ** 31)),
        max: Number(schema.maximum ?? 2 ** 31),
      });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return textsOf(schema, context, name);
    default:
      return fc.constant(null);
  }
}

function fieldsOf({ properties, required }: Schema, context: Context): fc.Arbitrary<unknown> {
  const fields = Object.entries<Schema>(Object(properties));
  const requiredKeys = Array.isArray(required) ? required : [];
  const values = Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field, context, name)]));
  return fc.record(values, { requiredKeys });
}

function textsOf(schema: Schema, { known }: Context, name: string): fc.Arbitrary<unknown> {
  const plain = plainTexts(schema);
  const found = known[name];
  return found === undefined || found.length === 0 ? plain : fc.oneof(fc.constantFrom(...found), plain);
}

function plainTexts(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === "uuid") return fc.uuid({ version: [4, 7] });
  if (schema.format === "email")
    return fc.oneof(
      fc.emailAddress(),
      fc.uuid().map((id) => `${id}@example.org`),
    );
  if (schema.format === "uri") return fc.webUrl({ validSchemes: ["https"], withQueryParameters: true });
  if (schema.format === "date-time")
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString());
  const patterns = [schema, ...(Array.isArray(schema.allOf) ? schema.allOf : [])].flatMap(({ pattern }) =>
    typeof pattern === "string" ? [new RegExp(pattern, "u")] : [],
  );
  const minimum = Number(schema.minLength ?? 0);
  const maximum = Number(schema.maxLength ?? 1_000);
  const anchored = patterns.find(({ source }) => source.startsWith("^") && source.endsWith("$"));
  const some = anchored === undefined ? text : fc.oneof(text, fc.stringMatching(anchored));
  return some
    .map((given) => (anchored?.test(given) ? given : given.padEnd(minimum, "x").slice(0, maximum)))
    .filter((given) => given.length >= minimum && given.length <= maximum)
    .filter((given) => patterns.every((pattern) => pattern.test(given)));
}
