import { z } from "zod";
import { Id } from "./ids.ts";

/** How a queue of jobs or deliveries stands. */
export const QueueState = z
  .object({
    queue: z.string(),
    /** Due, and nobody has it yet. */
    ready: z.int(),
    /** Due later, retries included. */
    delayed: z.int(),
    running: z.int(),
    dead: z.int(),
    /** How long the oldest ready job has been due; 0 without one. */
    lagMs: z.int(),
  })
  .meta({ id: "QueueState" });

/** Work that failed every attempt; what it carries stays inside. */
export const DeadLetter = z
  .object({
    id: Id,
    queue: z.string(),
    /** The event whose delivery failed; null for a job. */
    event: z.object({ type: z.string(), aggregateId: Id }).nullable(),
    attempts: z.int(),
    reason: z.string(),
    failedAt: z.date(),
    requestId: z.string().nullable(),
  })
  .meta({ id: "DeadLetter" });

/** That something happened, and to what; the data of an event stays inside. */
export const EventEnvelope = z
  .object({
    id: Id,
    type: z.string(),
    aggregate: z.string(),
    aggregateId: Id,
    /** From 1, without a gap, for each aggregate. */
    sequence: z.int(),
    occurredAt: z.date(),
    actorId: Id.nullable(),
    requestId: z.string().nullable(),
    /** Where to keep reading after it. */
    cursor: z.string(),
  })
  .meta({ id: "EventEnvelope" });

/** A figure by windows of time; windows in which nothing happened are left out. */
export const FigureWindows = z.array(
  z.object({ start: z.date(), label: z.string(), count: z.int(), total: z.int() }),
);
