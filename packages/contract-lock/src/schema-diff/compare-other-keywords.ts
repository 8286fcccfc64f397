import { canonicalText } from "./canonical-text.ts";
import type { AspectComparison } from "./comparison.ts";
import { JsonSchema } from "./json-schema.ts";

/** Keywords that another comparison reads, and those that say nothing about values. */
const known = new Set([
  ...["$ref", "type", "x-typescript", "enum", "x-extensible-enum", "const", "default", "anyOf", "allOf"],
  ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format", "pattern"],
  ...["items", "prefixItems", "properties", "required", "additionalProperties", "propertyNames"],
  ...["x-rules", "x-then", "readOnly", "writeOnly"],
]);

/** A keyword that nobody here understands is never taken for compatible: where it differs, anything may. */
export const compareOtherKeywords: AspectComparison = (before, after, at) => {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords]
    .filter((keyword) => !known.has(keyword))
    .filter(
      (keyword) => textOf(before[keyword], at.resolveBefore) !== textOf(after[keyword], at.resolveAfter),
    )
    .map((keyword) => ({
      field: at.field,
      effect: "altered",
      what: `${keyword} differs and cannot be compared`,
    }));
};

type Resolve = (schema: JsonSchema) => JsonSchema;

/** An absent keyword differs from each value. */
const textOf = (value: unknown, resolve: Resolve): string =>
  value === undefined ? "absent" : canonicalText(expanded(value, resolve, []));

/** Puts in place what is referred to, since the same address may hold another schema; a cycle ends at its start. */
function expanded(value: unknown, resolve: Resolve, above: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((member) => expanded(member, resolve, above));
  if (typeof value !== "object" || value === null) return value;
  const reference = "$ref" in value && typeof value.$ref === "string" ? value.$ref : undefined;
  if (reference === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([keyword, member]) => [keyword, expanded(member, resolve, above)]),
    );
  }
  if (above.includes(reference)) return value;
  return expanded(resolve(JsonSchema.parse(value)), resolve, [...above, reference]);
}
