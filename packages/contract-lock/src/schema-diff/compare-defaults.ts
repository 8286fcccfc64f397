import { canonicalText } from "./canonical-text.ts";
import type { AspectComparison } from "./comparison.ts";

/** A default is a promise of what a field means when it is left out: it may be made, not broken. */
export const compareDefaults: AspectComparison = (before, after, { field }) => {
  const [first, second] = [textOf(before), textOf(after)];
  if (first === second) return [];
  if (first === undefined) return [{ field, effect: "widened", what: `default ${second} added` }];
  if (second === undefined) return [{ field, effect: "narrowed", what: `default ${first} removed` }];
  return [{ field, effect: "altered", what: `default ${first} → ${second}` }];
};

const textOf = ({ default: value }: { readonly [keyword: string]: unknown }): string | undefined =>
  value === undefined ? undefined : canonicalText(value).replace(/\s+/g, " ");
