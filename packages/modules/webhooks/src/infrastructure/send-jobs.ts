import type { Clock } from "@ashlar/kernel";
import { defineJob, type JobQueue } from "@ashlar/spine";
import { z } from "zod";
import type { SendQueue } from "../application/ports.ts";
import { isFailing } from "../domain/endpoint.ts";

const data = z.object({ endpointId: z.string() });

/** A turn with its last request takes 35 s, and is then settled. */
const timeoutMs = 50_000;

/**
 * A turn at an endpoint that takes what it is sent.
 *
 * Bounded over all processes, as one that begins to hang holds its worker's place for a request's time: with the turns
 * below, webhooks leave a worker of 32 places eight for everything else.
 */
export const sendJob = defineJob({ name: "webhooks.send", data, timeoutMs, concurrency: 16 });

/** A turn at an endpoint that fails. Those may hang one after another, so few are taken at once, over all processes. */
export const sendToFailingJob = defineJob({
  name: "webhooks.send-to-failing",
  data,
  timeoutMs,
  concurrency: 8,
  priority: "low",
});

/**
 * From here on, turns are booked once for each moment, whoever asks: a delivery that waits for a day is not booked again
 * by every turn meanwhile.
 */
const bookedFromMs = 10_000;

/** Has turns taken by the spine's workers. */
export const spineSendQueue = (jobs: JobQueue, clock: Clock): SendQueue => ({
  wake: async (endpoint, dueAt) => {
    const job = isFailing(endpoint) ? sendToFailingJob : sendJob;
    const delayMs = dueAt ? Math.max(0, dueAt.getTime() - clock.now().getTime()) : 0;
    const booking =
      dueAt && delayMs >= bookedFromMs ? { uniqueKey: `${endpoint.id}:${dueAt.getTime()}` } : {};
    await jobs.enqueue(job, { endpointId: endpoint.id }, { delayMs, ...booking });
  },
});
