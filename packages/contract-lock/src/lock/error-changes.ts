import type { Change } from "./change.ts";
import type { LockedErrors } from "./contract-lock.ts";
import { type Locks, schemaChanges } from "./schema-changes.ts";

/**
 * Compares declared errors.
 *
 * A new code is breaking although it only adds to the wire: clients are promised that a `switch` over the codes is
 * exhaustive (decision record 008).
 */
export function errorChanges(
  before: LockedErrors,
  after: LockedErrors,
  procedure: string,
  locks: Locks,
): Change[] {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...codes].flatMap((code): Change[] => {
    const place = { procedure, field: `errors.${code}` };
    const [first, second] = [before[code], after[code]];
    if (first === undefined || second === undefined) {
      return [second === undefined ? { ...place, ...removed } : { ...place, ...added }];
    }
    return [
      ...(first.status === second.status ? [] : [{ ...place, ...moved(first.status, second.status) }]),
      ...schemaChanges(
        { before: first.details, after: second.details },
        "output",
        { procedure, field: `${place.field}.details` },
        locks,
      ),
    ];
  });
}

const removed = { isBreaking: false, what: "error removed", why: "clients handle a case that never comes" };
const added = {
  isBreaking: true,
  what: "error added",
  why: "a switch over the codes is no longer exhaustive",
};
const moved = (before: number, after: number) => ({
  isBreaking: true,
  what: `status ${before} → ${after}`,
  why: "clients that read the status take it for another error",
});
