import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { streamErrors } from "../core/stream-errors.ts";
import { Id } from "../schemas/ids.ts";
import { DeadLetter, EventEnvelope, FigureWindows, QueueState } from "../schemas/operations.ts";
import { text } from "../schemas/text.ts";

const DEAD_LETTER_NOT_FOUND = defineError(
  "DEAD_LETTER_NOT_FOUND",
  404,
  "There is no such dead letter; it was redriven or removed meanwhile.",
  z.object({ id: Id }),
);
const PROJECTION_NOT_FOUND = defineError(
  "PROJECTION_NOT_FOUND",
  404,
  "There is no projection of this name.",
  z.object({ projection: z.string() }),
);

export const ops = {
  overview: query("GET /ops/overview", {
    summary: "Returns queue depth, dead letters and sales totals.",
    agents: true,
    access: "ops:read",
    limit: "expensive",
    output: z.object({
      ready: z.int(),
      running: z.int(),
      dead: z.int(),
      /** Of the longest waiting job or delivery. */
      lagMs: z.int(),
      /** Orders placed by minute, of the last hour. */
      ordersPerMinute: FigureWindows,
      /** Confirmed revenue in minor units by hour and currency, of the last day. */
      revenuePerHour: FigureWindows,
    }),
  }),
  queues: query("GET /ops/queues", {
    summary: "Returns the counts and ages of each queue's jobs.",
    agents: true,
    access: "ops:read",
    output: z.array(QueueState),
  }),
  deadLetters: query("GET /ops/dead-letters", {
    summary: "Lists dead letters, jobs that failed every attempt, newest first.",
    agents: true,
    access: "ops:read",
    input: z.strictObject({ limit: z.int().min(1).max(1_000).default(100) }).prefault({}),
    output: z.array(DeadLetter),
  }),
  redrive: mutation("POST /ops/dead-letters/{id}/redrive", {
    summary: "Redrives a dead letter with all its attempts.",
    access: "ops:write",
    idempotency: "none",
    input: z.strictObject({ id: Id }),
    errors: [DEAD_LETTER_NOT_FOUND],
  }),
  events: query("GET /ops/events", {
    summary: "Lists events in order, from the first one or after a cursor.",
    agents: true,
    access: "ops:read",
    input: z
      .strictObject({
        lastEventId: text(1, 100).optional(),
        limit: z.int().min(1).max(1_000).default(100),
      })
      .prefault({}),
    output: z.array(EventEnvelope),
    errors: streamErrors,
  }),
  replayEvents: mutation("POST /ops/projections/{projection}/replay", {
    summary: "Rebuilds a projection from the first event; a worker does it.",
    access: "ops:write",
    idempotency: "natural",
    limit: "expensive",
    input: z.strictObject({ projection: text(1, 100) }),
    errors: [PROJECTION_NOT_FOUND],
  }),
};
