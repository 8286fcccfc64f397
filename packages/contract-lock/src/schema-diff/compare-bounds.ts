import type { AspectComparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Effect, SchemaDelta } from "./schema-delta.ts";

const lower = ["minLength", "minItems", "minProperties"] as const;
const upper = ["maxLength", "maxItems", "maxProperties"] as const;

/** Compares the bounds of numbers, texts and arrays, and the step of a number. */
export const compareBounds: AspectComparison = (before, after, { field }) => {
  const delta = (effect: Effect, what: string): SchemaDelta => ({ field, effect, what });
  const compareBound = (what: string, first: Bound, second: Bound, isTighter: Tighter): SchemaDelta[] => {
    if (textOf(first) === textOf(second)) return [];
    return [
      delta(
        isTighter(first, second) ? "narrowed" : "widened",
        `${what} ${textOf(first)} → ${textOf(second)}`,
      ),
    ];
  };
  return [
    ...lower.flatMap((word) => compareBound(word, atLeast(before, word), atLeast(after, word), rises)),
    ...upper.flatMap((word) => compareBound(word, atMost(before, word), atMost(after, word), falls)),
    ...compareBound("minimum", lowerOf(before), lowerOf(after), rises),
    ...compareBound("maximum", upperOf(before), upperOf(after), falls),
    ...compareSteps(before.multipleOf, after.multipleOf).map((effect) =>
      delta(effect, `multiple of ${before.multipleOf ?? "any"} → ${after.multipleOf ?? "any"}`),
    ),
  ];
};

type Bound = { readonly value: number; readonly isExclusive: boolean };
type Tighter = (first: Bound, second: Bound) => boolean;

const rises: Tighter = (first, second) =>
  second.value > first.value || (second.value === first.value && second.isExclusive);
const falls: Tighter = (first, second) =>
  second.value < first.value || (second.value === first.value && second.isExclusive);

const textOf = ({ value, isExclusive }: Bound): string =>
  Number.isFinite(value) ? `${isExclusive ? "beyond " : ""}${value}` : "none";

const numberAt = (schema: JsonSchema, keyword: string): number | undefined => {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
};
const atLeast = (schema: JsonSchema, keyword: string): Bound => ({
  // Nothing is shorter than empty, so a minimum of 0 is none.
  value: numberAt(schema, keyword) || Number.NEGATIVE_INFINITY,
  isExclusive: false,
});
const atMost = (schema: JsonSchema, keyword: string): Bound => ({
  value: numberAt(schema, keyword) ?? Number.POSITIVE_INFINITY,
  isExclusive: false,
});

function lowerOf(schema: JsonSchema): Bound {
  const inclusive = numberAt(schema, "minimum") ?? Number.NEGATIVE_INFINITY;
  const exclusive = numberAt(schema, "exclusiveMinimum") ?? Number.NEGATIVE_INFINITY;
  return { value: Math.max(inclusive, exclusive), isExclusive: exclusive >= inclusive };
}

function upperOf(schema: JsonSchema): Bound {
  const inclusive = numberAt(schema, "maximum") ?? Number.POSITIVE_INFINITY;
  const exclusive = numberAt(schema, "exclusiveMaximum") ?? Number.POSITIVE_INFINITY;
  return { value: Math.min(inclusive, exclusive), isExclusive: exclusive <= inclusive };
}

function compareSteps(before: number | undefined, after: number | undefined): Effect[] {
  if (before === after) return [];
  if (before === undefined) return ["narrowed"];
  if (after === undefined || before % after === 0) return ["widened"];
  return after % before === 0 ? ["narrowed"] : ["altered"];
}
