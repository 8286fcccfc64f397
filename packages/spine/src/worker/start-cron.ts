import type { Clock, Log } from "@ashlar/kernel";
import type { Registry } from "../registry.ts";
import type { Units } from "../units/units.ts";
import { tickCron } from "./cron.ts";
import { repeater } from "./repeater.ts";

type Deps = { readonly units: Units; readonly clock: Clock; readonly log: Log; readonly registry: Registry };

/** Looks every `pollMs` whether a cron job is due; the table is asked only at its ticks. @returns How to stop. */
export function startCron(deps: Deps, pollMs: number): () => Promise<void> {
  const jobs = deps.registry
    .jobs()
    .flatMap(({ job }) => (job.cron === null ? [] : [{ job, pattern: job.cron }]));
  if (jobs.length === 0) return async () => undefined;
  const lookAt = new Map<string, Date>();
  const look = async (): Promise<void> => {
    for (const { job, pattern } of jobs) {
      const due = lookAt.get(job.name);
      if (due !== undefined && due > deps.clock.now()) continue;
      lookAt.set(job.name, await tickCron(deps, job, pattern));
    }
  };
  return repeater(look, pollMs, (error) => deps.log.warn({ error }, "Cron jobs could not be looked at."))
    .stop;
}
