import type { Change } from "./change.ts";
import type { ContractLock } from "./contract-lock.ts";
import { isPastSunset } from "./deprecation-changes.ts";
import { errorChanges } from "./error-changes.ts";
import { eventChanges } from "./event-changes.ts";
import { procedureChanges } from "./procedure-changes.ts";
import type { Locks } from "./schema-changes.ts";

/**
 * Lists everything that changed for clients between two contracts, breaking changes first.
 *
 * Sound on what a lock holds: no change that could refuse a call, or surprise a reader of an answer, is called
 * compatible. Prose and the code of refinements are not in a lock.
 *
 * @param now - Today; decides which sunsets are past.
 */
export function lockChanges(before: ContractLock, after: ContractLock, now: Date): Change[] {
  const locks = { before, after };
  const paths = [...new Set([...Object.keys(before.procedures), ...Object.keys(after.procedures)])].sort();
  const changes = [
    ...paths.flatMap((path) => changesAt(path, locks, now)),
    ...errorChanges(before.transportErrors, after.transportErrors, "*", locks),
    ...eventChanges(locks),
    ...roleChanges(before.roles, after.roles),
  ];
  return [
    ...changes.filter(({ isBreaking }) => isBreaking),
    ...changes.filter(({ isBreaking }) => !isBreaking),
  ];
}

function changesAt(procedure: string, locks: Locks, now: Date): Change[] {
  const [first, second] = [locks.before.procedures[procedure], locks.after.procedures[procedure]];
  const place = { procedure, field: "procedure" };
  if (first !== undefined && second !== undefined) {
    return procedureChanges(procedure, first, second, locks, now);
  }
  if (first === undefined)
    return [{ ...place, isBreaking: false, what: "added", why: "nobody calls it yet" }];
  return isPastSunset(first.deprecated, now)
    ? [{ ...place, isBreaking: false, what: "removed", why: "its sunset is past" }]
    : [{ ...place, isBreaking: true, what: "removed", why: "clients that call it find nothing" }];
}

type Roles = ContractLock["roles"];

function roleChanges(before: Roles, after: Roles): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): Change[] => {
    const place = { procedure: `role:${name}`, field: "permissions" };
    const [first, second] = [before[name] ?? [], after[name] ?? []];
    const lost = first.filter((permission) => !second.includes(permission));
    const gained = second.filter((permission) => !first.includes(permission));
    return [
      ...lost.map((permission) => ({
        ...place,
        isBreaking: true,
        what: `${permission} removed`,
        why: "people with the role are refused",
      })),
      ...gained.map((permission) => ({
        ...place,
        isBreaking: false,
        what: `${permission} added`,
        why: "people with the role may do more",
      })),
    ];
  });
}
