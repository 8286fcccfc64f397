import type { AspectComparison } from "./comparison.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Compares the elements of arrays and tuples. A tuple of another length is another type. */
export const compareElements: AspectComparison = (before, after, at) => {
  const { field } = at;
  const [first, second] = [before.prefixItems ?? [], after.prefixItems ?? []];
  if (first.length !== second.length) {
    return [{ field, effect: "altered", what: `tuple of ${first.length} → tuple of ${second.length}` }];
  }
  return [
    ...first.flatMap((element, index) => at.compare(element, second[index] ?? {}, `[${index}]`)),
    ...at.compare(restOf(before), restOf(after), "[]"),
  ];
};

const restOf = ({ items }: JsonSchema): JsonSchema => {
  if (items === false) return { not: {} };
  return items === undefined || items === true ? {} : items;
};
