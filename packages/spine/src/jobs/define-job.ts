import type { z } from "zod";

export type Priority = "high" | "normal" | "low";

export type Retry = {
  /** Tries in all, 1 or more; one whose worker was lost, or whose call never left the process, does not count. */
  readonly attempts: number;
  /** The longest wait before the second try; it doubles each time. A wait is uniform between half of it and the whole. */
  readonly baseMs: number;
  readonly capMs: number;
  /** Since the first try: a failure after this is the last, however many came before. Null: `attempts` decides. */
  readonly giveUpAfterMs: number | null;
};

/** A kind of job: its name, the shape of its data and how it is tried. Made by `defineJob`. */
export type Job<Data = unknown> = {
  readonly name: string;
  readonly data: z.ZodType<Data>;
  readonly retry: Retry;
  /** An attempt is given up after this, and its effects can no longer commit. */
  readonly timeoutMs: number;
  readonly priority: Priority;
  /** How many of it run at once, over all processes; null for no bound. */
  readonly concurrency: number | null;
  /** Five fields, UTC; null for jobs that only run when enqueued. */
  readonly cron: string | null;
};

/**
 * Declares a kind of job. What it does is said by `handleJob`, so that code may enqueue it without knowing.
 *
 * @param name - Unique and lasting: jobs of a former release carry it. `module.what-it-does`.
 * @param data - JSON only. A cron job is run with `{}`.
 */
export function defineJob<Schema extends z.ZodType>(definition: {
  readonly name: string;
  readonly data: Schema;
  /** Default: 8 attempts, 200 ms doubling up to 60,000 ms. */
  readonly retry?: Partial<Retry>;
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** Default `normal`. */
  readonly priority?: Priority;
  /** Over all processes. Bounded jobs are taken one fetch at a time, so they are slower; default: no bound. */
  readonly concurrency?: number;
  /** Five fields, UTC: `0 3 * * *`. Runs once per tick, whatever number of processes; a tick missed while nobody ran is made up once. */
  readonly cron?: string;
}): Job<z.output<Schema>> {
  return {
    name: definition.name,
    // Sound by the definition of `output`.
    data: definition.data as z.ZodType as z.ZodType<z.output<Schema>>,
    retry: { attempts: 8, baseMs: 200, capMs: 60_000, giveUpAfterMs: null, ...definition.retry },
    timeoutMs: definition.timeoutMs ?? 30_000,
    priority: definition.priority ?? "normal",
    concurrency: definition.concurrency ?? null,
    cron: definition.cron ?? null,
  };
}
