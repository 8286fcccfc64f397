import type { JsonSchema } from "./json-schema.ts";

/** A schema taken apart: what it chooses from, and what holds for every choice. */
export type UnionParts = {
  /** Neither references nor unions; one element when the schema is no union. */
  readonly alternatives: readonly JsonSchema[];
  readonly beside: JsonSchema;
  readonly isUnion: boolean;
};

/** Splits a schema into its alternatives: nested unions are flattened, lists of values of one type are one choice. */
export function unionParts(schema: JsonSchema, resolve: (schema: JsonSchema) => JsonSchema): UnionParts {
  if (schema.anyOf !== undefined) {
    const { anyOf, ...beside } = schema;
    const alternatives = anyOf.flatMap((member) => flattened(resolve(member), resolve));
    return { alternatives: mergedValues(alternatives), beside, isUnion: true };
  }
  if (Array.isArray(schema.type)) {
    const alternatives = schema.type.map((type) => ({ ...schema, type }));
    return { alternatives, beside: {}, isUnion: true };
  }
  if (schema.enum !== undefined && schema.type === undefined) {
    return { alternatives: byType(schema, schema.enum), beside: {}, isUnion: true };
  }
  return { alternatives: [schema], beside: {}, isUnion: false };
}

/** A union with keywords beside it stays whole: the keywords would be lost with it. */
function flattened(member: JsonSchema, resolve: (schema: JsonSchema) => JsonSchema): readonly JsonSchema[] {
  const { alternatives, beside } = unionParts(member, resolve);
  return Object.keys(beside).length === 0 ? alternatives : [member];
}

type Values = NonNullable<JsonSchema["enum"]>;

/** Values of several types: one list for each. */
function byType(schema: JsonSchema, values: Values): readonly JsonSchema[] {
  const types = [...new Set(values.map(typeOf))];
  return types.map((type) =>
    type === "null" ? { type } : { ...schema, type, enum: values.filter((value) => typeOf(value) === type) },
  );
}

const typeOf = (value: Values[number]): string => (value === null ? "null" : typeof value);

function mergedValues(alternatives: readonly JsonSchema[]): readonly JsonSchema[] {
  const merged: JsonSchema[] = [];
  for (const alternative of alternatives) {
    const index = merged.findIndex((other) => isValueList(other) && other.type === alternative.type);
    const first = merged[index];
    if (first === undefined || !isValueList(alternative)) merged.push(alternative);
    else merged[index] = { type: first.type, enum: [...valuesOf(first), ...valuesOf(alternative)] };
  }
  return merged;
}

const valuesOf = (schema: JsonSchema) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]);

/** Nothing but values; with a further keyword beside them two lists are not one. */
const isValueList = (schema: JsonSchema): boolean =>
  valuesOf(schema).length > 0 && Object.keys(schema).every((keyword) => /^(type|enum|const)$/.test(keyword));
