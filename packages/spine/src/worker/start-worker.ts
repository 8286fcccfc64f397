import { hostname } from "node:os";
import type { DatabaseConnection } from "@ashlar/database";
import { claimJobs, takeBoundedJobs } from "../jobs/claim-jobs.ts";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import { nextOfOrder } from "../jobs/next-of-order.ts";
import { releaseJobs, renewLeases } from "../jobs/settle-jobs.ts";
import type { Registry } from "../registry.ts";
import type { Signals } from "../signals/signals.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps } from "./attempt-deps.ts";
import { finisher } from "./finisher.ts";
import { poller } from "./poller.ts";
import { runAttempt, WorkerStopping } from "./run-attempt.ts";

export type WorkerOptions = {
  /** Jobs in progress at once; default 32. */
  readonly concurrency?: number;
  /** A job whose worker is silent for so long is due again; default 6,000. Renewed three times in that time. */
  readonly leaseMs?: number;
  /** Jobs are looked for at least so often, whatever hints get lost; default 1,000. */
  readonly pollMs?: number;
};

export type Worker = {
  readonly running: () => number;
  /** Takes no more jobs and waits for those in progress; after `graceMs` puts them back, their effects undone. */
  readonly stop: (graceMs?: number) => Promise<void>;
};

type Deps = AttemptDeps & {
  readonly database: DatabaseConnection;
  readonly registry: Registry;
  readonly signals: Signals;
};

type Attempt = {
  readonly job: ClaimedJob;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
};

/** Starts to take jobs and to do them, at once on a hint, else by polling. */
export function startWorker(deps: Deps, options: WorkerOptions = {}): Worker {
  const { concurrency = 32, leaseMs = 6_000, pollMs = 1_000 } = options;
  const { database, registry, log } = deps;
  const workerName = `${hostname()}:${process.pid}`;
  const running = new Map<string, Attempt>();
  const attemptDeps = { ...deps, finish: finisher(database) };
  const bounded = registry
    .jobs()
    .flatMap(({ job }) =>
      job.concurrency === null ? [] : [{ queue: job.name, concurrency: job.concurrency }],
    );
  const boundedNames = new Set(bounded.map(({ queue }) => queue));
  const queues = registry.queues().filter((queue) => !boundedNames.has(queue));
  const hasNext = nextOfOrder(database.read);
  let isStopping = false;
  let hasBacklog = false;

  /** With a backlog, half the room is waited for, so that a fetch is worth its round trips. */
  const mayTakeMore = async ({ queue, orderKey }: ClaimedJob): Promise<boolean> => {
    if (hasBacklog) return running.size <= concurrency / 2;
    if (orderKey === null) return boundedNames.has(queue);
    return hasNext(orderKey).catch(() => true);
  };
  const start = (job: ClaimedJob): void => {
    const work = registry.workOf(job.queue);
    if (!work) return;
    const controller = new AbortController();
    const ended = runAttempt(attemptDeps, work, job, controller).then(async (dueInMs) => {
      running.delete(job.leaseToken);
      if (dueInMs !== null) setTimeout(taking.trigger, dueInMs).unref();
      if (await mayTakeMore(job)) taking.trigger();
    });
    running.set(job.leaseToken, { job, controller, ended });
  };
  const suspects = (): boolean => [...running.values()].some(({ job }) => isPoisonCandidate(job));
  const startAll = async (jobs: readonly ClaimedJob[]): Promise<void> => {
    const [first, ...others] = jobs.filter(isPoisonCandidate);
    const back = first && suspects() ? [first, ...others] : others;
    // Given back before one of them starts: it may end the process, and what is still held then is lost with it once more.
    if (back.length > 0) await releaseJobs(database, back, 250);
    for (const job of jobs) if (!back.includes(job)) start(job);
  };
  const take = async (): Promise<void> => {
    const room = (): number => concurrency - running.size;
    if (isStopping || room() <= 0) return;
    const limit = room();
    const taken = queues.length > 0 ? await claimJobs(database, queues, { limit, leaseMs, workerName }) : [];
    hasBacklog = taken.length === limit;
    await startAll(taken);
    for (const queue of bounded) {
      if (room() > 0)
        await startAll(await takeBoundedJobs(database, queue, { limit: room(), leaseMs, workerName }));
    }
  };
  const renew = async (): Promise<void> => {
    const held = [...running.values()];
    if (held.length === 0) return;
    const ours = await renewLeases(
      database,
      held.map(({ job }) => job),
      leaseMs,
    );
    for (const { job, controller } of held) if (!ours.has(job.id)) controller.abort(new LeaseLost());
  };
  const onError = (what: string) => (error: unknown) => log.warn({ error }, what);
  const taking = poller(take, pollMs, onError("Jobs could not be taken."));
  const renewing = poller(renew, leaseMs / 3, onError("Leases could not be renewed."));
  const forget = deps.signals.on("jobs", taking.trigger);
  return {
    running: () => running.size,
    stop: async (graceMs = 10_000) => {
      isStopping = true;
      forget();
      await taking.stop();
      const timer = setTimeout(() => {
        for (const { controller } of running.values()) controller.abort(new WorkerStopping());
      }, graceMs);
      await Promise.all([...running.values()].map(({ ended }) => ended));
      clearTimeout(timer);
      await renewing.stop();
    },
  };
}

/** It was in the hands of two workers that were lost; it may be what kills them. */
const isPoisonCandidate = ({ losses }: ClaimedJob): boolean => losses >= 2;
