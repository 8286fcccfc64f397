import { sql } from "drizzle-orm";
import type { EventHandler } from "../events/define-handler.ts";
import { toStoredEvent } from "../events/to-stored-event.ts";
import type { ClaimedJob } from "../jobs/claimed-job.ts";
import { LeaseLost } from "../units/lease-lost.ts";
import type { AttemptDeps } from "./attempt-deps.ts";
import { withinTime } from "./within-time.ts";

/**
 * Delivers an event: the handler's effect, the inbox entry and the end of the job commit together or not at all.
 *
 * An event that is in the inbox already only ends its job.
 *
 * @throws LeaseLost when the job is not ours any more.
 */
export async function deliverEvent(
  { units, clock }: Pick<AttemptDeps, "units" | "clock">,
  handler: EventHandler,
  job: ClaimedJob,
  controller: AbortController,
): Promise<void> {
  if (job.event === null) throw new Error("The event is no longer kept.");
  const event = toStoredEvent(job.event);
  await units.open(async ({ tx }) => {
    // The server ends a transaction that a frozen process left open, and the job is free again.
    const [taken] = await tx.execute<{ held: number; first: number }>(sql`
      with held as (
        delete from jobs where id = ${job.id}::uuid and lease_token = ${job.leaseToken}::uuid returning 1
      ), first as (
        insert into inbox (handler, event_position, handled_at)
        select ${handler.name}, ${event.position}::bigint, ${clock.now().toISOString()}::timestamptz from held
        on conflict do nothing returning 1
      )
      select (select count(*)::integer from held) as held, (select count(*)::integer from first) as first,
        set_config('idle_in_transaction_session_timeout', ${String(handler.timeoutMs)}, true)`);
    if (taken?.held !== 1) throw new LeaseLost();
    if (taken.first !== 1) return;
    const { signal } = controller;
    await withinTime(
      () => handler.handle({ event, tx, attempt: job.attempt, signal }),
      handler.timeoutMs,
      controller,
    );
  });
}
