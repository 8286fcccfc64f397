import type { DeliveryStatus } from "@ashlar/contracts/vocabulary";
import type { Failure } from "./outcome.ts";

/** One event on its way to one endpoint. */
export type Delivery = {
  readonly id: string;
  readonly endpointId: string;
  /** The `webhook-id` of every attempt and replay. */
  readonly eventId: string;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  /** Attempts since it was made or replayed. */
  readonly attempts: number;
  /** Null unless it waits. */
  readonly nextAttemptAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastFailure: Failure | null;
  readonly lastDurationMs: number | null;
  /** The first success; a replay does not change it. */
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
};
