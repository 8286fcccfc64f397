import type { Clock, Log } from "@ashlar/kernel";
import type { Registry } from "../registry.ts";
import type { Units } from "../units/units.ts";
import { tickCron } from "./cron.ts";
import { poller } from "./poller.ts";

type Deps = { readonly units: Units; readonly clock: Clock; readonly log: Log; readonly registry: Registry };

/** The table is asked this often between ticks too: the clock may have been set back since. */
const mostMs = 60_000;

/** Looks every `pollMs` whether a cron job is due; the table is asked at its ticks, and once a minute. @returns How to stop. */
export function startCron(deps: Deps, pollMs: number): () => Promise<void> {
  const jobs = deps.registry
    .jobs()
    .flatMap(({ job }) => (job.cron === null ? [] : [{ job, pattern: job.cron }]));
  if (jobs.length === 0) return async () => undefined;
  const looked = new Map<string, { readonly next: Date; readonly atMs: number }>();
  const look = async (): Promise<void> => {
    for (const { job, pattern } of jobs) {
      const last = looked.get(job.name);
      const atMs = performance.now();
      if (last && last.next > deps.clock.now() && atMs - last.atMs < mostMs) continue;
      looked.set(job.name, { next: await tickCron(deps, job, pattern), atMs });
    }
  };
  return poller(look, pollMs, (error) => deps.log.warn({ error }, "Cron jobs could not be looked at.")).stop;
}
