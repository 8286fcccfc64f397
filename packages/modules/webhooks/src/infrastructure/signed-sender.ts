import { randomBytes } from "node:crypto";
import { type Clock, product } from "@ashlar/kernel";
import type { Message, Sender } from "../application/ports.ts";
import type { Failure, Outcome } from "../domain/outcome.ts";
import { checkedAddresses } from "./dial/checked-addresses.ts";
import { dial } from "./dial/dial.ts";
import { failureOfError, failureOfStatus } from "./dial/failure-of.ts";
import type { Reach } from "./dial/reach.ts";
import type { ResolveHost } from "./dial/resolve-host.ts";
import type { SecretVault } from "./signing/secret-vault.ts";
import { signatureHeaders } from "./signing/signature.ts";

export type SignedSenderOptions = {
  readonly clock: Clock;
  readonly vault: Pick<SecretVault, "open">;
  readonly reach: Reach;
  readonly resolve: ResolveHost;
  /** From the first question to a name server to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly authorities?: string | undefined;
};

/** Sends messages as Standard Webhooks says, to addresses within reach. */
export const signedSender = (options: SignedSenderOptions): Sender => ({
  send: async ({ url, endpointId, id, message, secrets, signal }) => {
    signal.throwIfAborted();
    const opened = await options.vault.open(secrets, endpointId);
    const headers = {
      "content-type": "application/json",
      "user-agent": `${product.name}-Webhooks/1`,
      ...originOf(message),
      ...signatureHeaders(id, options.clock.now(), message.body, opened),
    };
    const startedAtMs = performance.now();
    const timeUp = AbortSignal.timeout(options.timeoutMs);
    const either = AbortSignal.any([signal, timeUp]);
    const ended = (failure: Failure | null, status: number | null, retryAfterMs = 0): Outcome => ({
      failure,
      status,
      retryAfterMs,
      durationMs: Math.round(performance.now() - startedAtMs),
    });
    try {
      const target = new URL(url);
      const checked = await checkedAddresses(target.hostname, options.reach, options.resolve, either);
      if ("failure" in checked) return ended(checked.failure, null);
      const { status, retryAfterMs } = await dial({
        url: target,
        addresses: checked.addresses,
        reach: options.reach,
        headers,
        body: message.body,
        signal: either,
        authorities: options.authorities,
      });
      return ended(failureOfStatus(status), status, retryAfterMs);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return ended(timeUp.aborted ? "timed-out" : failureOfError(error), null);
    }
  },
});

/** The request that the event came from, with a span of the delivery's own. */
function originOf({ requestId, traceparent }: Message): Readonly<Record<string, string>> {
  const trace = traceparent?.split("-")[1];
  return {
    ...(requestId === null ? {} : { "x-request-id": requestId }),
    ...(trace === undefined ? {} : { traceparent: `00-${trace}-${randomBytes(8).toString("hex")}-01` }),
  };
}
