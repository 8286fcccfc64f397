import type { Clock } from "@ashlar/kernel";
import { Cron } from "croner";
import { and, eq } from "drizzle-orm";
import { cronRuns } from "../infrastructure/tables.ts";
import type { Job } from "../jobs/define-job.ts";
import { spineWritersOf } from "../units/spine-writers-of.ts";
import type { Units } from "../units/units.ts";

type Deps = { readonly units: Units; readonly clock: Clock };

/** Clocks of processes that go by the database's differ by some milliseconds. */
const toleratedMs = 10_000;

/**
 * Enqueues a cron job if a tick has passed since it last ran, in whatever process: the tick and the job commit
 * together. Ticks missed while nobody looked are made up by one run. The first look of all only notes the time.
 * A last run that is still to come counts as long ago.
 *
 * @returns When to look again.
 * @throws TypeError on a pattern that is not one.
 */
export async function tickCron({ units, clock }: Deps, job: Job, pattern: string): Promise<Date> {
  const cron = new Cron(pattern, { timezone: "UTC", paused: true });
  const now = clock.now();
  await units.open(async (unit) => {
    const { tx } = unit;
    const [known] = await tx
      .insert(cronRuns)
      .values({ name: job.name, lastAt: now })
      .onConflictDoNothing()
      .returning();
    if (known) return;
    const [last] = await tx.select().from(cronRuns).where(eq(cronRuns.name, job.name));
    // A time that is still to come was noted by a clock that was ahead, and says nothing of the last run.
    const isAhead = last !== undefined && last.lastAt.getTime() > now.getTime() + toleratedMs;
    const next = isAhead ? now : last && cron.nextRun(last.lastAt);
    if (!last || !next || next > now) return;
    const moved = await tx
      .update(cronRuns)
      .set({ lastAt: now })
      .where(and(eq(cronRuns.name, job.name), eq(cronRuns.lastAt, last.lastAt)))
      .returning();
    if (moved.length === 0) return;
    const { jobs } = spineWritersOf({ clock, handlersOf: () => [] }, unit);
    await jobs.enqueue(job, {}, { uniqueKey: "cron" });
  });
  return cron.nextRun(now) ?? new Date(now.getTime() + 3_600_000);
}
