import type { AspectComparison } from "./comparison.ts";
import type { SchemaDelta } from "./schema-delta.ts";

/** Compares refinements by name, and what a pipe demands after them. */
export const compareRules: AspectComparison = (before, after, at) => {
  const { field } = at;
  const added = [...(after["x-rules"] ?? [])];
  const removed = (before["x-rules"] ?? []).filter((rule) => {
    const index = added.indexOf(rule);
    if (index !== -1) added.splice(index, 1);
    return index === -1;
  });
  return [
    ...removed.map((rule): SchemaDelta => ({ field, effect: "widened", what: `rule "${rule}" removed` })),
    ...added.map((rule): SchemaDelta => ({ field, effect: "narrowed", what: `rule "${rule}" added` })),
    ...at.compare(before["x-then"] ?? {}, after["x-then"] ?? {}, ""),
  ];
};
