import { canonicalText } from "./canonical-text.ts";
import type { AspectComparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Compares lists of values; a constant is a list of one. */
export const compareValues: AspectComparison = (before, after, { field }) => {
  const [first, second] = [valuesOf(before), valuesOf(after)];
  if (first === undefined && second === undefined) return [];
  if (first === undefined) return [{ field, effect: "narrowed", what: `only ${second?.join(", ")} remain` }];
  if (second === undefined) return [{ field, effect: "widened", what: `no longer only ${first.join(", ")}` }];
  const removed = first.filter((value) => !second.includes(value));
  const added = second.filter((value) => !first.includes(value));
  return [
    ...removed.map((value) => ({ field, effect: "narrowed" as const, what: `value ${value} removed` })),
    ...added.map((value) => ({ field, effect: "widened" as const, what: `value ${value} added` })),
  ];
};

function valuesOf({ enum: values, const: constant }: JsonSchema): string[] | undefined {
  if (values !== undefined) return values.map(canonicalText);
  return constant === undefined ? undefined : [canonicalText(constant)];
}
