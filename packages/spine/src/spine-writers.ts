import type { AuditTrail } from "@ashlar/kernel";
import type { EventAppender } from "./events/new-event.ts";
import type { JobQueue } from "./jobs/job-queue.ts";

/** What every unit of work can do besides rows; all of it commits with them. */
export type SpineWriters = {
  readonly events: EventAppender;
  readonly jobs: JobQueue;
  readonly audit: AuditTrail;
};
