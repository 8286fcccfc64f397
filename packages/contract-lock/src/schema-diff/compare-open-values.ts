import type { AspectComparison } from "./comparison.ts";

/**
 * Compares the known values of open enums. Every text was admitted and still is, so a new one extends what is known, and
 * one less or the list gone takes something that a client was promised to meet.
 */
export const compareOpenValues: AspectComparison = (before, after, { field }) => {
  const { "x-extensible-enum": first = [], enum: closedBefore, const: onlyBefore } = before;
  const { "x-extensible-enum": second = [], enum: closedAfter, const: onlyAfter } = after;
  // Between an open and a closed one the difference is that of the values.
  if ([closedBefore, onlyBefore, closedAfter, onlyAfter].some((values) => values !== undefined)) return [];
  const removed = first.filter((value) => !second.includes(value));
  const added = second.filter((value) => !first.includes(value));
  return [
    ...removed.map((value) => ({ field, effect: "narrowed" as const, what: `known value ${value} removed` })),
    ...added.map((value) => ({ field, effect: "extended" as const, what: `known value ${value} added` })),
  ];
};
