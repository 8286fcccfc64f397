import { disabled } from "./disabled.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Outcome } from "./outcome.ts";

/** An endpoint that nothing reaches for so long is given up. */
const failingLimitMs = 5 * 24 * 3_600_000;
/** … after at least so many failures in a row: one delivery that nobody took is not enough. */
const failingLimitAttempts = 10;

/**
 * The endpoint after an attempt at one of its deliveries; the same value when nothing changes.
 *
 * A success clears its record. `gone` disables it at once; so does a failure after five days and ten attempts
 * without a success in between.
 */
export function afterOutcome(endpoint: Endpoint, { failure }: Outcome, at: Date): Endpoint {
  if (failure === null) {
    return endpoint.failingSince === null
      ? endpoint
      : { ...endpoint, failingSince: null, consecutiveFailures: 0 };
  }
  const failingSince = endpoint.failingSince ?? at;
  const failing = { ...endpoint, failingSince, consecutiveFailures: endpoint.consecutiveFailures + 1 };
  if (failure === "gone") return disabled(failing, "gone", at);
  const isHopeless =
    at.getTime() - failingSince.getTime() >= failingLimitMs &&
    failing.consecutiveFailures >= failingLimitAttempts;
  return isHopeless ? disabled(failing, "failing", at) : failing;
}
