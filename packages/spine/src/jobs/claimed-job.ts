import type { EventRecord } from "../events/to-stored-event.ts";

/** A job in our hands, until its lease ends. */
export type ClaimedJob = {
  readonly id: string;
  readonly queue: string;
  readonly data: unknown;
  readonly eventPosition: number | null;
  /** What it keeps the order of; null when it has none. */
  readonly orderKey: string | null;
  /** From 1, this one included. */
  readonly attempt: number;
  /** Attempts that never ended: the worker died, froze or lost the database. */
  readonly losses: number;
  /** Since the first attempt, by the clock of the database. */
  readonly triedForMs: number;
  /** Why the last attempt that ended failed; null when none has. */
  readonly failure: string | null;
  readonly leaseToken: string;
  readonly requestId: string | null;
  readonly traceparent: string | null;
  /** What a delivery delivers; null for a job, or when the event is gone. */
  readonly event: EventRecord | null;
};
