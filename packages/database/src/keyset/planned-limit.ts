import type { Slice } from "@ashlar/kernel";

/** Page sizes that clients use. */
const plannedLimits: ReadonlySet<number> = new Set([20, 50, 100]);

/**
 * The limit that stands in a list's statement as a constant; null where it is a parameter.
 *
 * PostgreSQL plans a statement with an unknown limit again at every call, which costs more than reading 50 rows.
 */
export const plannedLimitOf = ({ limit, page }: Slice): number | null =>
  page === undefined && plannedLimits.has(limit) ? limit : null;
