import type { Delivery } from "./delivery.ts";
import type { Outcome } from "./outcome.ts";
import { longestWaitMs, retryDelayMs } from "./retry-schedule.ts";

/**
 * The delivery after an attempt: delivered, waiting for the next one by the schedule, or failed for good.
 *
 * A wait that the endpoint asked for is kept where it is longer than the schedule's, up to the schedule's longest.
 * `gone` is final immediately: the endpoint asks for no more.
 *
 * @param random - As in `retryDelayMs`.
 */
export function attempted(delivery: Delivery, outcome: Outcome, at: Date, random: () => number): Delivery {
  const attempts = delivery.attempts + 1;
  const tried = {
    ...delivery,
    attempts,
    lastAttemptAt: at,
    lastStatus: outcome.status,
    lastFailure: outcome.failure,
    lastDurationMs: outcome.durationMs,
  };
  if (outcome.failure === null) {
    return { ...tried, status: "delivered", nextAttemptAt: null, deliveredAt: delivery.deliveredAt ?? at };
  }
  const delayMs = outcome.failure === "gone" ? null : retryDelayMs(attempts, random);
  if (delayMs === null) return { ...tried, status: "failed", nextAttemptAt: null };
  const waitMs = Math.max(delayMs, Math.min(outcome.retryAfterMs, longestWaitMs));
  return { ...tried, status: "waiting", nextAttemptAt: new Date(at.getTime() + waitMs) };
}
