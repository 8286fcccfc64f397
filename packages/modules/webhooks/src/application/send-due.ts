import type { Delivery } from "../domain/delivery.ts";
import { type Endpoint, isFailing } from "../domain/endpoint.ts";
import type { Message, SealedSecrets, WebhooksDeps } from "./ports.ts";
import { settleAttempt } from "./settle-attempt.ts";

/** Requests to one endpoint at once; one while it fails. */
const concurrency = 4;
/** No request is begun later than this in a turn; the next turn continues. */
const turnMs = 20_000;
/** Longer than a turn with its last request: whoever is silent for so long is gone. */
const leaseMs = 60_000;
const pageDeliveries = 100;

type Turn = { readonly endpoint: Endpoint; readonly secrets: SealedSecrets };

export type SendDue = {
  readonly endpointId: string;
  /** Lasting for one piece of work: whoever repeats it after a crash takes its turn over. */
  readonly senderId: string;
  /** Whether the turn is one of those kept for failing endpoints; a failing endpoint gets no other. */
  readonly isForFailing: boolean;
  readonly signal: AbortSignal;
};

type Deps = Pick<WebhooksDeps, "clock" | "random" | "transact" | "sender">;

/**
 * Sends what is due to an endpoint, at most four requests at once over all processes, and one while it fails.
 *
 * One turn at a time is taken for each endpoint; whoever comes meanwhile leaves at once, and the one whose turn it is
 * finds what they came for. A turn that meets a failure ends, and the rest is sent in turns for failing endpoints, of
 * which there are few at a time: an endpoint that hangs delays nobody else.
 *
 * Each message is sent at least once. Repeating after a crash sends again only what was not settled.
 *
 * @throws the signal's reason when it aborts.
 */
export async function sendDue(deps: Deps, work: SendDue): Promise<void> {
  const sendLease = await begin(deps, work);
  if (sendLease === null) return;
  const endAtMs = performance.now() + turnMs;
  let shouldContinue = true;
  while (shouldContinue && performance.now() < endAtMs) {
    const page = await deps.transact(({ deliveries }) =>
      deliveries.due(work.endpointId, deps.clock.now(), pageDeliveries),
    );
    if (page.length === 0) break;
    shouldContinue = await sendPage(deps, work, sendLease, page, endAtMs);
  }
  await end(deps, work);
}

const begin = ({ transact, clock }: Deps, { endpointId, senderId, isForFailing }: SendDue) =>
  transact(async ({ endpoints, sends }): Promise<Turn | null> => {
    const endpoint = await endpoints.lock(endpointId);
    if (endpoint?.status !== "enabled") return null;
    const now = clock.now();
    const until = new Date(now.getTime() + leaseMs);
    const secrets = await endpoints.claim({ endpointId, senderId, now, until });
    if (secrets === null) return null;
    if (!isFailing(endpoint) || isForFailing) return { endpoint, secrets };
    await endpoints.release(endpointId, senderId);
    await sends.wake(endpoint);
    return null;
  });

/** @returns Whether the turn continues. */
async function sendPage(
  deps: Deps,
  { signal }: SendDue,
  sendLease: Turn,
  page: readonly (Delivery & Message)[],
  endAtMs: number,
): Promise<boolean> {
  const waiting = page.values();
  let shouldContinue = true;
  const worker = async (): Promise<void> => {
    for (const delivery of waiting) {
      signal.throwIfAborted();
      const outcome = await deps.sender.send({
        url: sendLease.endpoint.url,
        endpointId: sendLease.endpoint.id,
        id: delivery.eventId,
        message: delivery,
        secrets: sendLease.secrets,
        signal,
      });
      if ((await settleAttempt(deps, sendLease.endpoint, delivery, outcome)) === "stop")
        shouldContinue = false;
      if (!shouldContinue || performance.now() >= endAtMs) return;
    }
  };
  const workers = isFailing(sendLease.endpoint) ? 1 : concurrency;
  // All are awaited whatever fails: a request in flight must not outlive the turn.
  const ended = await Promise.allSettled(Array.from({ length: workers }, worker));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return shouldContinue;
}

/** Gives the turn up; what is left to send, now or later, gets another. */
const end = ({ transact }: Deps, { endpointId, senderId }: SendDue) =>
  transact(async ({ endpoints, deliveries, sends }) => {
    const endpoint = await endpoints.lock(endpointId);
    if (endpoint === null) return;
    await endpoints.release(endpointId, senderId);
    if (endpoint.status !== "enabled") return;
    const dueAt = await deliveries.nextDueAt(endpointId);
    if (dueAt !== null) await sends.wake(endpoint, dueAt);
  });
