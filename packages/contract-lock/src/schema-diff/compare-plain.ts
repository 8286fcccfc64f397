import { compareBounds } from "./compare-bounds.ts";
import { compareConjunctions } from "./compare-conjunctions.ts";
import { compareElements } from "./compare-elements.ts";
import { compareFields } from "./compare-fields.ts";
import { compareFormats } from "./compare-formats.ts";
import { compareOpenValues } from "./compare-open-values.ts";
import { compareOtherKeywords } from "./compare-other-keywords.ts";
import { compareRules } from "./compare-rules.ts";
import { compareTypeNames } from "./compare-type-names.ts";
import { compareValues } from "./compare-values.ts";
import type { AspectComparison } from "./comparison.ts";

const aspects: readonly AspectComparison[] = [
  compareValues,
  compareOpenValues,
  compareBounds,
  compareFormats,
  compareConjunctions,
  compareRules,
  compareElements,
  compareFields,
  compareOtherKeywords,
];

/** Compares two schemas that are neither references nor unions; of different types, only that is told. */
export const comparePlain: AspectComparison = (before, after, at) => {
  const types = compareTypeNames(before, after, at);
  if (types.some(({ effect }) => effect === "altered")) return types;
  return [...types, ...aspects.flatMap((compareAspect) => compareAspect(before, after, at))];
};
