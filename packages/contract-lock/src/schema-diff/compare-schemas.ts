import { canonicalText } from "./canonical-text.ts";
import { compareAlternatives } from "./compare-alternatives.ts";
import { compareDefaults } from "./compare-defaults.ts";
import { comparePlain } from "./compare-plain.ts";
import type { Comparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaDelta } from "./schema-delta.ts";
import { schemaName } from "./schema-name.ts";
import { unionParts } from "./union-parts.ts";

/** Schemas by the address that a `$ref` gives them. */
export type Resolve = (reference: string) => JsonSchema | undefined;

/**
 * Lists how the second schema differs from the first.
 *
 * Sound: whenever the first admits a value that the second does not, there is a `narrowed` or `altered` delta, and the
 * other way round a `widened`, `altered` or `extended` one. A keyword that the comparison does not know counts as
 * `altered` when it differs. Recursive schemas are compared once per pair.
 */
export function compareSchemas(
  before: JsonSchema,
  after: JsonSchema,
  resolve: { readonly before: Resolve; readonly after: Resolve },
): SchemaDelta[] {
  const inProgress = new Set<string>();
  const resolveBefore = (schema: JsonSchema) => resolved(schema, resolve.before);
  const resolveAfter = (schema: JsonSchema) => resolved(schema, resolve.after);

  const walk = (first: JsonSchema, second: JsonSchema, field: string): SchemaDelta[] => {
    if (first.$ref === undefined && second.$ref === undefined) return compared(first, second, field);
    const pair = `${canonicalText(first)} ${canonicalText(second)}`;
    // Met again inside itself: whatever differs is found by the comparison in progress.
    if (inProgress.has(pair)) return [];
    inProgress.add(pair);
    const deltas = compared(resolveBefore(first), resolveAfter(second), field);
    inProgress.delete(pair);
    return deltas;
  };

  const compared = (first: JsonSchema, second: JsonSchema, field: string): SchemaDelta[] => {
    const at: Comparison = {
      field,
      resolveBefore,
      resolveAfter,
      compare: (below, belowAfter, step) => walk(below, belowAfter, `${field}${step}`),
    };
    const { default: _before, ...plainBefore } = first;
    const { default: _after, ...plainAfter } = second;
    return [...compareDefaults(first, second, at), ...compareTypes(plainBefore, plainAfter, at)];
  };

  return walk(before, after, "");
}

function compareTypes(before: JsonSchema, after: JsonSchema, at: Comparison): SchemaDelta[] {
  const anything = compareAnything(before, after, at.field);
  if (anything !== undefined) return anything;
  const first = unionParts(before, at.resolveBefore);
  const second = unionParts(after, at.resolveAfter);
  const isUnion = first.isUnion || second.isUnion;
  if (!isUnion) return comparePlain(before, after, at);
  const [one, other] = [only(first.alternatives), only(second.alternatives)];
  return [
    ...comparePlain(first.beside, second.beside, at),
    ...(one !== undefined && other !== undefined
      ? at.compare(one, other, "")
      : compareAlternatives(first.alternatives, second.alternatives, at)),
  ];
}

const only = (schemas: readonly JsonSchema[]): JsonSchema | undefined =>
  schemas.length === 1 ? schemas[0] : undefined;

/** Undefined unless one of the two admits every value or none. */
function compareAnything(before: JsonSchema, after: JsonSchema, field: string): SchemaDelta[] | undefined {
  const [first, second] = [reachOf(before), reachOf(after)];
  if (first === second) return first === "some" ? undefined : [];
  const what = `${schemaName(before)} → ${schemaName(after)}`;
  if (first === "all" || second === "none") return [{ field, effect: "narrowed", what }];
  if (first === "none" || second === "all") return [{ field, effect: "widened", what }];
  return undefined;
}

function reachOf(schema: JsonSchema): "all" | "some" | "none" {
  const keywords = Object.keys(schema);
  if (keywords.length === 0) return "all";
  return keywords.length === 1 && canonicalText(schema.not) === "{}" ? "none" : "some";
}

/** A reference with keywords beside it means both; where they disagree, the nearer word counts. */
function resolved(schema: JsonSchema, resolve: Resolve): JsonSchema {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return schema;
  const target = resolve($ref);
  if (target === undefined) throw new RangeError(`The lock refers to ${$ref} and does not hold it`);
  return resolved({ ...target, ...beside }, resolve);
}
