import type { Change } from "./change.ts";
import type { LockedProcedure } from "./contract-lock.ts";

type Deprecated = LockedProcedure["deprecated"];

/**
 * Compares deprecations: a sunset is a promise of time, so it may be set in the future and put off, not brought forward.
 *
 * @param now - Today; a sunset on or before it is past.
 */
export function deprecationChanges(
  before: Deprecated,
  after: Deprecated,
  now: Date,
): Omit<Change, "procedure">[] {
  if (before === null && after === null) return [];
  const [first, second] = [before?.sunset, after?.sunset];
  const changes: Omit<Change, "procedure">[] = [];
  if (before === null || after === null) {
    const what = after === null ? "no longer deprecated" : `deprecated since ${after.since}`;
    changes.push({ field: "deprecated", isBreaking: false, what, why: "nothing is refused yet" });
  } else if (before.since !== after.since || before.successor !== after.successor) {
    const what = "date or successor corrected";
    changes.push({ field: "deprecated", isBreaking: false, what, why: "nothing is refused yet" });
  }
  if (first === second) return changes;
  const isShortened =
    second !== undefined &&
    (isPast(second, now) || (first !== undefined && Date.parse(second) < Date.parse(first)));
  const why = isShortened
    ? "clients have less time than they were promised"
    : "clients know until when it stays";
  const what = `${first ?? "none"} → ${second ?? "none"}`;
  return [...changes, { field: "deprecated.sunset", isBreaking: isShortened, what, why }];
}

/** Whether a procedure with this deprecation may be removed today. */
export const isPastSunset = (deprecated: Deprecated, now: Date): boolean =>
  deprecated?.sunset !== undefined && isPast(deprecated.sunset, now);

const isPast = (date: string, now: Date): boolean => Date.parse(date) <= now.getTime();
