import { canonicalText } from "../schema-diff/canonical-text.ts";
import type { JsonSchema } from "../schema-diff/json-schema.ts";
import type { Direction } from "./direction.ts";

const prose = new Set(["$schema", "$comment", "id", "title", "description", "examples", "deprecated"]);
/** Keywords whose order says nothing. */
const sets = new Set(["required", "enum", "x-extensible-enum", "type", "anyOf", "oneOf", "allOf"]);
/** Keywords whose value is data or a map of names, not a schema. */
const data = new Set(["default", "enum", "x-extensible-enum", "const", "required"]);

/**
 * Writes a schema in the lock's own spelling, so that two that mean the same differ as little as possible.
 *
 * Leaves out prose, the bounds that every safe integer has, and (in an output) defaults; sorts what has no order.
 *
 * @param rename - Gives the address that a `$ref` has in the lock.
 */
export function canonicalSchema(
  schema: JsonSchema,
  direction: Direction,
  rename: (reference: string) => string,
): JsonSchema {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return isSchema(value) ? canonicalSchema(value, direction, rename) : value;
  };
  const members = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (value === undefined || prose.has(keyword) || isImplied(schema, keyword, value)) return [];
    if (keyword === "default" && direction === "output") return [];
    if (keyword === "$ref" && typeof value === "string") return [[keyword, rename(value)]];
    if (data.has(keyword)) return [[keyword, inOrder(keyword, value)]];
    if (keyword === "properties" && isSchema(value)) {
      return [
        [keyword, Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inner(field)]))],
      ];
    }
    return [[keyword, inOrder(keyword, inner(value))]];
  });
  return Object.fromEntries(members);
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const inOrder = (keyword: string, value: unknown): unknown =>
  sets.has(keyword) && Array.isArray(value)
    ? value
        .map((member): [string, unknown] => [canonicalText(member), member])
        .sort(byText)
        .map(([, member]) => member)
    : value;

const byText = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function isImplied({ type }: JsonSchema, keyword: string, value: unknown): boolean {
  if (type === "null") return keyword === "const";
  if (type !== "integer") return false;
  return (
    (keyword === "minimum" && value === Number.MIN_SAFE_INTEGER) ||
    (keyword === "maximum" && value === Number.MAX_SAFE_INTEGER)
  );
}
