import { eventData, events as eventDeclarations } from "@ashlar/contracts";
import { type Clock, currentRequestScope, uuidV7 } from "@ashlar/kernel";
import type { EventHandler } from "../events/define-handler.ts";
import { priorityNumber } from "../jobs/priority-number.ts";
import type { SpineWriters } from "../spine-writers.ts";
import type { OpenUnit } from "./open-unit.ts";

type Deps = {
  readonly clock: Clock;
  readonly handlersOf: (eventType: string) => readonly EventHandler[];
};

/** The spine's writers of a unit of work; what they take is kept and written when the work is done. */
export function spineWritersOf({ clock, handlersOf }: Deps, unit: OpenUnit): SpineWriters {
  const scope = currentRequestScope();
  const origin = { request_id: scope?.requestId ?? null, traceparent: scope?.traceparent ?? null };
  return {
    events: {
      append: async (...appended) => {
        for (const { type, aggregateId, data, actorId = null, isFirst = false } of appended) {
          const declaration = eventDeclarations[type];
          unit.events.push({
            id: uuidV7(),
            type,
            version: declaration.version,
            aggregate: declaration.aggregate,
            aggregate_id: aggregateId,
            is_first: isFirst,
            data: eventData(declaration, declaration.version, data),
            occurred_at: clock.now(),
            actor_id: actorId,
            ...origin,
            deliveries: handlersOf(type).map(({ name, order }) => ({
              id: uuidV7(),
              handler: name,
              is_ordered: order === "aggregate",
            })),
          });
        }
      },
    },
    jobs: {
      enqueue: async (job, data, { delayMs = 0, priority = job.priority, uniqueKey } = {}) => {
        unit.jobs.push({
          id: uuidV7(),
          queue: job.name,
          data: job.data.parse(data),
          unique_key: uniqueKey ?? null,
          priority: priorityNumber[priority],
          is_limited: job.concurrency !== null,
          delay_ms: delayMs,
          created_at: clock.now(),
          ...origin,
        });
      },
    },
    audit: {
      record: async ({ action, actor, subject, details = {} }) => {
        unit.audit.push({
          id: uuidV7(),
          at: clock.now(),
          action,
          actor_id: actor?.userId ?? null,
          via: actor?.via ?? "public",
          subject_kind: subject.kind,
          subject_id: subject.id,
          details,
          address: scope?.address ?? null,
          ...origin,
        });
      },
    },
  };
}
