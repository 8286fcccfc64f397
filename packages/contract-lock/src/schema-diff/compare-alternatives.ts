import type { Comparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaDelta } from "./schema-delta.ts";
import { schemaName, tagOf } from "./schema-name.ts";

/**
 * Compares two unions, whatever the order of their alternatives.
 *
 * Equal alternatives are paired first, then those that are alone on both sides with their tag (`kind: "card"`) or their
 * type; what is left was added or removed.
 */
export function compareAlternatives(
  before: readonly JsonSchema[],
  after: readonly JsonSchema[],
  at: Comparison,
): SchemaDelta[] {
  const removed: JsonSchema[] = [];
  const added = [...after];
  for (const schema of before) {
    const index = added.findIndex((candidate) => at.compare(schema, candidate, "").length === 0);
    if (index === -1) removed.push(schema);
    else added.splice(index, 1);
  }
  const deltas = pairsOf(removed, added).flatMap(([first, second]) =>
    at.compare(first, second, tagOf(first) === undefined ? "" : `<${schemaName(first)}>`),
  );
  const { field } = at;
  return [
    ...deltas,
    ...removed.map((schema) => delta(field, "narrowed", `${schemaName(schema)} is no longer possible`)),
    ...added.map((schema) => delta(field, "widened", `${schemaName(schema)} is possible too`)),
  ];
}

const delta = (field: string, effect: SchemaDelta["effect"], what: string): SchemaDelta => ({
  field,
  effect,
  what,
});

/** Takes the pairs out of both lists. */
function pairsOf(removed: JsonSchema[], added: JsonSchema[]): [JsonSchema, JsonSchema][] {
  const pairs: [JsonSchema, JsonSchema][] = [];
  for (const schema of [...removed]) {
    const partner = only(added, keyOf(schema));
    if (partner === undefined || only(removed, keyOf(schema)) === undefined) continue;
    removed.splice(removed.indexOf(schema), 1);
    added.splice(added.indexOf(partner), 1);
    pairs.push([schema, partner]);
  }
  return pairs;
}

function only(schemas: readonly JsonSchema[], key: string): JsonSchema | undefined {
  const found = schemas.filter((schema) => keyOf(schema) === key);
  return found.length === 1 ? found[0] : undefined;
}

/** An integer may become a number, so the two go by one name. */
const keyOf = (schema: JsonSchema): string =>
  tagOf(schema) ?? String(schema.type).replace("integer", "number");
