import type { AnyEntry } from "@ashlar/contracts";
import type { Clock } from "@ashlar/kernel";
import type { CallContext } from "@ashlar/rpc";

/** How much a deprecated procedure is still called, since this process started. */
export type DeprecatedUse = {
  readonly calls: number;
  /** Different signed-in users; a count of 1,000 means "or more". */
  readonly callers: number;
  readonly lastCalledAt: Date;
};

/** What is noted of a call; a `CallRecord` is one. */
type FinishedCall = {
  readonly path: string;
  readonly entry: Pick<AnyEntry, "deprecated">;
  readonly context: Pick<CallContext, "actor">;
};

export type DeprecatedCalls = {
  /** Takes note of a finished call, whatever its surface and outcome; ignores procedures that are not deprecated. */
  readonly observe: (call: FinishedCall) => void;
  /** By procedure path; what nobody called is not listed. */
  readonly usage: () => ReadonlyMap<string, DeprecatedUse>;
};

const callerLimit = 1_000;

type Tally = { calls: number; readonly userIds: Set<string>; lastCalledAt: Date };

/**
 * Counts calls of deprecated procedures, so that one is removed when nobody calls it any more.
 *
 * Memory is bounded: per deprecated procedure, one tally with at most 1,000 user ids.
 */
export function countDeprecatedCalls(clock: Clock): DeprecatedCalls {
  const tallies = new Map<string, Tally>();
  return {
    observe: ({ path, entry, context }) => {
      if (entry.deprecated === undefined) return;
      const now = clock.now();
      const tally = tallies.get(path) ?? { calls: 0, userIds: new Set(), lastCalledAt: now };
      tallies.set(path, tally);
      tally.calls += 1;
      tally.lastCalledAt = now;
      if (context.actor !== null && tally.userIds.size < callerLimit) tally.userIds.add(context.actor.userId);
    },
    usage: () =>
      new Map(
        [...tallies].map(([path, { calls, userIds, lastCalledAt }]) => [
          path,
          { calls, callers: userIds.size, lastCalledAt },
        ]),
      ),
  };
}
