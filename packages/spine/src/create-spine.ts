import type { DatabaseConnection, Transaction } from "@ashlar/database";
import { type Clock, type Log, systemClock, type UnitOfWork } from "@ashlar/kernel";
import { continueEpoch } from "./epoch.ts";
import { type RunOnce, runOnceIn } from "./idempotency/keyed-calls.ts";
import { createRegistry, type SpineParts } from "./registry.ts";
import { createSignals } from "./signals/signals.ts";
import type { SpineWriters } from "./spine-writers.ts";
import { spineWritersOf } from "./units/spine-writers-of.ts";
import { unitsOf } from "./units/units.ts";
import { startWorker, type Worker, type WorkerOptions } from "./worker/start-worker.ts";

export type SpineOptions = {
  readonly database: DatabaseConnection;
  readonly log: Log;
  readonly clock?: Clock;
};

export type Spine = {
  /**
   * Makes a module's way to write: its own writers beside the spine's, in one transaction.
   *
   * Called inside a unit of work of this spine, it joins that one: the outer commits for both, and what the inner
   * throws fails the outer, even if it is caught.
   *
   * @param build - Makes the module's writers on the transaction.
   */
  readonly unitOfWork: <Writers extends object>(
    build: (tx: Transaction) => Writers,
  ) => UnitOfWork<Writers & SpineWriters>;
  /** Adds what a module brings. @throws Error on a name that is taken, or after the first event was appended. */
  readonly register: (parts: SpineParts) => void;
  readonly once: RunOnce;
  /** Takes jobs and events for everything that is registered. */
  readonly startWorker: (options?: WorkerOptions) => Worker;
  /** Ends what listens. Stop workers first; the database is its owner's to close. */
  readonly close: () => Promise<void>;
};

/**
 * Makes the transactional heart of a process: events, jobs, audit entries and keyed answers that commit with the
 * rows they belong to, and the workers that act on them.
 */
export function createSpine({ database, log, clock = systemClock }: SpineOptions): Spine {
  const registry = createRegistry();
  const signals = createSignals(database, log);
  const units = unitsOf({
    database,
    ready: onceDone(() => continueEpoch(database)),
    onCommit: ({ events, jobs }) => {
      if (events.length > 0) signals.raise("events");
      if (jobs.length > 0 || events.some(({ deliveries }) => deliveries.length > 0)) signals.raise("jobs");
    },
  });
  const writersDeps = { clock, handlersOf: registry.handlersOf };
  return {
    unitOfWork: (build) => (work) =>
      units.run((unit) => work({ ...build(unit.tx), ...spineWritersOf(writersDeps, unit) })),
    register: registry.register,
    once: runOnceIn(units, clock),
    startWorker: (options) => startWorker({ database, log, clock, units, registry, signals }, options),
    close: signals.close,
  };
}

/** Does something once; a failure is forgotten, and the next caller tries again. */
function onceDone(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = null;
      throw error;
    });
    return done;
  };
}
