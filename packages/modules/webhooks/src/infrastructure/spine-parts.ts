import { webhookEvents } from "@ashlar/contracts";
import { defineHandler, defineJob, handleJob, type SpineParts } from "@ashlar/spine";
import { z } from "zod";
import { fanOut } from "../application/fan-out.ts";
import type { WebhooksDeps } from "../application/ports.ts";
import { removeOldDeliveries } from "../application/remove-old-deliveries.ts";
import { sendDue } from "../application/send-due.ts";
import { wakeStalled } from "../application/wake-stalled.ts";
import { sendJob, sendToFailingJob } from "./send-jobs.ts";

const nothing = z.object({});
const sweepJob = defineJob({ name: "webhooks.wake-stalled", data: nothing, cron: "* * * * *" });
const retentionJob = defineJob({
  name: "webhooks.remove-old",
  data: nothing,
  cron: "41 * * * *",
  concurrency: 1,
  priority: "low",
  timeoutMs: 600_000,
});

/** What workers do for webhooks. Deliveries have no order, so no event waits for the one before. */
export const webhookParts = (deps: WebhooksDeps): SpineParts => ({
  handlers: [
    defineHandler({
      name: "webhooks.fan-out",
      on: webhookEvents,
      order: "none",
      handle: ({ event }) => fanOut(deps, event),
    }),
  ],
  jobs: [
    handleJob(sendJob, ({ data, jobId, signal }) =>
      sendDue(deps, { endpointId: data.endpointId, senderId: jobId, isForFailing: false, signal }),
    ),
    handleJob(sendToFailingJob, ({ data, jobId, signal }) =>
      sendDue(deps, { endpointId: data.endpointId, senderId: jobId, isForFailing: true, signal }),
    ),
    handleJob(sweepJob, () => wakeStalled(deps), { isTransactional: true }),
    handleJob(retentionJob, ({ signal }) => removeOldDeliveries(deps, signal)),
  ],
});
