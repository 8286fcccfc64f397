import type { AspectComparison } from "./comparison.ts";
import { schemaName } from "./schema-name.ts";

/** Compares the types as a client writes them: a `Date` and a text in the format of one are different types. */
export const compareTypeNames: AspectComparison = (before, after, { field }) => {
  const what = `${schemaName(before)} → ${schemaName(after)}`;
  if (before["x-typescript"] !== after["x-typescript"]) return [{ field, effect: "altered", what }];
  if (before.type === after.type) return [];
  if (before.type === "integer" && after.type === "number") return [{ field, effect: "widened", what }];
  if (before.type === "number" && after.type === "integer") return [{ field, effect: "narrowed", what }];
  return [{ field, effect: "altered", what }];
};
