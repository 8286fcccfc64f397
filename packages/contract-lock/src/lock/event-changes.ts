import type { Change } from "./change.ts";
import type { ContractLock } from "./contract-lock.ts";
import { type Locks, schemaChanges } from "./schema-changes.ts";

/**
 * Compares the events that webhooks and brokers deliver.
 *
 * Within a version only optional fields may be added. A new version is judged as an answer is: subscribers get it
 * without asking.
 */
export function eventChanges(locks: Locks): Change[] {
  const [before, after] = [locks.before.events, locks.after.events];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): Change[] => {
    const place = { procedure: `event:${name}`, field: "event" };
    const [first, second] = [before[name], after[name]];
    if (first === undefined)
      return [{ ...place, isBreaking: false, what: "added", why: "nobody waits for it yet" }];
    if (second === undefined) {
      return [
        {
          ...place,
          isBreaking: true,
          what: "removed",
          why: "subscribers wait for an event that never comes",
        },
      ];
    }
    return changesOf(place.procedure, first, second, locks);
  });
}

type LockedEvent = ContractLock["events"][string];

function changesOf(procedure: string, before: LockedEvent, after: LockedEvent, locks: Locks): Change[] {
  const isSameVersion = before.version === after.version;
  const changes = schemaChanges(
    { before: before.data, after: after.data },
    isSameVersion ? "eventVersion" : "output",
    { procedure, field: "data" },
    locks,
  );
  if (before.aggregate !== after.aggregate) {
    const what = `${before.aggregate} → ${after.aggregate}`;
    const why = "events are numbered along another thing";
    changes.push({ procedure, field: "aggregate", isBreaking: true, what, why });
  }
  if (isSameVersion) return changes;
  const isBreaking = after.version < before.version;
  const why = isBreaking
    ? "stored events are newer than their readers"
    : "old events are read through an upcast";
  const what = `${before.version} → ${after.version}`;
  return [...changes, { procedure, field: "version", isBreaking, what, why }];
}
