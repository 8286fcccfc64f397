import type { AspectComparison, Comparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Effect, SchemaDelta } from "./schema-delta.ts";

/**
 * Compares the fields of objects and records.
 *
 * A removed field is `altered`: a client that sends it is refused or ignored, one that reads it finds nothing. A new
 * optional field is `extended`, also in an object that ignored unknown fields so far.
 */
export const compareFields: AspectComparison = (before, after, at) => {
  const [first, second] = [before.properties ?? {}, after.properties ?? {}];
  const names = new Set([
    ...Object.keys(first),
    ...Object.keys(second),
    ...required(before),
    ...required(after),
  ]);
  return [
    ...[...names].flatMap((name) => compareField(name, before, after, at)),
    ...compareUndeclared(before, after, at),
    ...at.compare(before.propertyNames ?? {}, after.propertyNames ?? {}, "{key name}"),
  ];
};

const required = (schema: JsonSchema): readonly string[] => schema.required ?? [];

function compareField(name: string, before: JsonSchema, after: JsonSchema, at: Comparison): SchemaDelta[] {
  const [first, second] = [before.properties?.[name], after.properties?.[name]];
  const isRequired = required(after).includes(name);
  const delta = (effect: Effect, what: string): SchemaDelta => ({
    field: `${at.field}.${name}`,
    effect,
    what,
  });
  if (first === undefined && second !== undefined) {
    if (undeclaredOf(before) === "typed") return [delta("altered", "field added beside typed keys")];
    return [
      isRequired ? delta("narrowed", "required field added") : delta("extended", "optional field added"),
    ];
  }
  if (first !== undefined && second === undefined) return [delta("altered", "field removed")];
  const deltas = first === undefined || second === undefined ? [] : at.compare(first, second, `.${name}`);
  if (required(before).includes(name) === isRequired) return deltas;
  return [
    isRequired ? delta("narrowed", "optional → required") : delta("widened", "required → optional"),
    ...deltas,
  ];
}

type Undeclared = "refused" | "open" | "typed";

/** What happens to a field without a name of its own. An object that drops it is as open as one that keeps it. */
function undeclaredOf({ additionalProperties }: JsonSchema): Undeclared {
  if (additionalProperties === false) return "refused";
  if (additionalProperties === undefined || additionalProperties === true) return "open";
  return Object.keys(additionalProperties).length === 0 ? "open" : "typed";
}

const effects: Readonly<Record<string, Effect>> = {
  "refused → open": "extended",
  "refused → typed": "extended",
  "typed → open": "widened",
  "open → typed": "narrowed",
  "open → refused": "altered",
  "typed → refused": "altered",
};

function compareUndeclared(before: JsonSchema, after: JsonSchema, at: Comparison): SchemaDelta[] {
  const [first, second] = [before.additionalProperties, after.additionalProperties];
  if (typeof first === "object" && typeof second === "object") return at.compare(first, second, "{key}");
  const change = `${undeclaredOf(before)} → ${undeclaredOf(after)}`;
  const effect = effects[change];
  return effect === undefined ? [] : [{ field: at.field, effect, what: `undeclared fields: ${change}` }];
}
