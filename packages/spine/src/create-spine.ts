import type { DatabaseConnection, Transaction } from "@ashlar/database";
import { type Clock, type Log, systemClock, type Tracer, type UnitOfWork } from "@ashlar/kernel";
import { type AuditReader, auditReader } from "./audit/audit-reader.ts";
import { continueEpoch } from "./epoch.ts";
import { placeCheck } from "./events/position-check.ts";
import { anchoredReader, pageReader } from "./events/read-page.ts";
import { type IdempotencyStore, idempotencyStore } from "./idempotency/idempotency-store.ts";
import { type DeadLetters, deadLetters } from "./operations/dead-letters.ts";
import { outboxLagMs } from "./operations/outbox-lag.ts";
import { type QueueStats, queueStats } from "./operations/queue-stats.ts";
import { resetProjection } from "./projections/run-projection.ts";
import { startProjections } from "./projections/start-projections.ts";
import { type TimeBucketReader, timeBucketReader } from "./projections/time-bucket-reader.ts";
import { createRegistry, type SpineParts } from "./registry.ts";
import type { EventBroker } from "./relay/event-broker.ts";
import { type Relay, type RelayOptions, startRelay } from "./relay/start-relay.ts";
import { keepEverything, type Retention, retentionHandler } from "./retention/retention.ts";
import { createSignals } from "./signals/signals.ts";
import type { SpineWriters } from "./spine-writers.ts";
import { createEventStream, type EventStream } from "./streams/event-stream.ts";
import { spineWritersOf } from "./units/spine-writers-of.ts";
import { unitsOf } from "./units/units.ts";
import type { AttemptRecord } from "./worker/attempt-deps.ts";
import { startCron } from "./worker/start-cron.ts";
import { startWorker, type Worker, type WorkerOptions } from "./worker/start-worker.ts";

export type SpineOptions = {
  readonly database: DatabaseConnection;
  /** Where retention removes rows, as a role that may; default `database`. Its owner closes it. */
  readonly retentionDatabase?: Pick<DatabaseConnection, "transact"> | undefined;
  readonly log: Log;
  readonly clock?: Clock;
  /** What is removed when; default: only the answers of keyed calls, after 24 hours. */
  readonly retention?: Retention;
  /** Records what workers do, on the trace of the request that the job or event came from. */
  readonly tracer?: Tracer | undefined;
  /** Told of every finished attempt at a job or a delivery. */
  readonly observe?: ((attempt: AttemptRecord) => void) | undefined;
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
  readonly once: IdempotencyStore;
  readonly stream: EventStream;
  readonly timeBuckets: TimeBucketReader;
  readonly audit: AuditReader;
  readonly deadLetters: DeadLetters;
  readonly queues: () => Promise<readonly QueueStats[]>;
  /** How long ago the oldest event happened that a handler has yet to get, dead letters aside; 0 without one. */
  readonly outboxLagMs: () => Promise<number>;
  /** Makes a projection again from the first event; workers do it. @throws RangeError on an unknown name. */
  readonly replay: (projection: string) => Promise<void>;
  /** Takes jobs and events for everything that is registered, keeps projections up and runs cron jobs. */
  readonly startWorker: (options?: WorkerOptions) => Worker;
  /** Relays every event to a broker outside, from one process at a time; the others stand by. */
  readonly startRelay: (broker: EventBroker, options?: RelayOptions) => Relay;
  /** Ends what listens. Stop workers and relays first; the database is its owner's to close. */
  readonly close: () => Promise<void>;
};

/**
 * Makes the transactional heart of a process: events, jobs, audit entries and keyed answers that commit with the
 * rows they belong to, and the workers that act on them.
 */
export function createSpine(options: SpineOptions): Spine {
  const { database, log, clock = systemClock, retention = keepEverything, tracer, observe } = options;
  const registry = createRegistry();
  registry.register({ jobs: [retentionHandler(options.retentionDatabase ?? database, clock, retention)] });
  const signals = createSignals(database, log);
  const units = unitsOf({
    database,
    ready: onceDone(() => continueEpoch(database)),
    onCommit: ({ events, jobs }) => {
      if (events.length > 0) signals.raise("events");
      if (jobs.length > 0 || events.some(({ deliveries }) => deliveries.length > 0)) signals.raise("jobs");
    },
  });
  const isGoodPlace = placeCheck(database.read);
  const writersDeps = { clock, handlersOf: registry.handlersOf };
  const deps = {
    database,
    log,
    clock,
    tracer,
    observe,
    units,
    registry,
    signals,
    readPage: pageReader(database.read),
    readAnchored: anchoredReader(database.read, isGoodPlace),
    isGoodPlace,
  };
  const stream = createEventStream(deps);
  return {
    unitOfWork: (build) => (work) =>
      units.run((unit) => work({ ...build(unit.tx), ...spineWritersOf(writersDeps, unit) })),
    register: registry.register,
    once: idempotencyStore(units, clock),
    stream,
    timeBuckets: timeBucketReader(database.read),
    audit: auditReader(database.read),
    deadLetters: deadLetters(database, () => signals.raise("jobs")),
    queues: () => queueStats(database.read),
    outboxLagMs: () => outboxLagMs(database.read),
    replay: async (name) => {
      const projection = registry.projections().find((one) => one.name === name);
      if (!projection) throw new RangeError(`There is no projection "${name}".`);
      await resetProjection(deps, projection);
      signals.raise("events");
    },
    startWorker: (asked = {}) => {
      const worker = startWorker(deps, asked);
      const pollMs = asked.pollMs ?? 1_000;
      const stopProjections = startProjections(deps, registry.projections(), pollMs);
      const stopCron = startCron(deps, pollMs);
      return {
        running: worker.running,
        stop: async (graceMs) => {
          await Promise.all([stopCron(), stopProjections(), worker.stop(graceMs)]);
        },
      };
    },
    startRelay: (broker, asked) => startRelay(deps, broker, asked),
    close: async () => {
      await stream.close();
      await signals.close();
    },
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
