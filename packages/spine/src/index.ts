export type { AuditRecord, AuditTrail } from "./audit/audit-trail.ts";
export { type Delivery, defineHandler, type EventHandler } from "./events/define-handler.ts";
export type { EventAppender, NewEvent } from "./events/new-event.ts";
export type { StoredEvent } from "./events/stored-event.ts";
export { defineJob, type Job, type Priority, type Retry } from "./jobs/define-job.ts";
export { type FailedJob, handleJob, type JobHandler, type JobRun } from "./jobs/handle-job.ts";
export type { EnqueueOptions, JobQueue } from "./jobs/job-queue.ts";
export { defineProjection, type Projection } from "./projections/define-projection.ts";
export type { SpineWriters } from "./spine-writers.ts";
