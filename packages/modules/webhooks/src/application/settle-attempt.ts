import { afterOutcome } from "../domain/after-outcome.ts";
import { attempted } from "../domain/attempted.ts";
import type { Delivery } from "../domain/delivery.ts";
import { type Endpoint, isFailing } from "../domain/endpoint.ts";
import type { Outcome } from "../domain/outcome.ts";
import { endpointSubject } from "./endpoint-subject.ts";
import type { WebhooksDeps } from "./ports.ts";

/**
 * Writes down how an attempt ended, in the delivery and in the endpoint's record; one that disables the endpoint is in
 * the audit too.
 *
 * A delivery that was replayed or removed meanwhile stays as it is.
 *
 * @param endpoint - As it was when the turn began: a success matters to its record only if it was failing then.
 * @returns `stop` when the turn must end: it is disabled, or it was healthy and now fails.
 */
export async function settleAttempt(
  deps: Pick<WebhooksDeps, "clock" | "random" | "transact">,
  endpoint: Endpoint,
  delivery: Delivery,
  outcome: Outcome,
): Promise<"continue" | "stop"> {
  const wasFailing = isFailing(endpoint);
  return deps.transact(async ({ endpoints, deliveries, audit }) => {
    const at = deps.clock.now();
    await deliveries.settle(delivery, attempted(delivery, outcome, at, deps.random));
    if (outcome.failure === null && !wasFailing) return "continue";
    const before = await endpoints.lock(endpoint.id);
    if (before?.status !== "enabled") return "stop";
    const after = afterOutcome(before, outcome, at);
    if (after !== before) await endpoints.save(after);
    if (after.status === "enabled") return wasFailing ? "continue" : "stop";
    const { subject, details } = endpointSubject(after);
    await audit.record({
      action: "webhooks.endpoint-given-up",
      actor: null,
      subject,
      details: { ...details, reason: after.disabledReason, failures: after.consecutiveFailures },
    });
    return "stop";
  });
}
