import type { AnyEntry } from "@ashlar/contracts";
import { inSpan, uuidV7 } from "@ashlar/kernel";
import { type AttemptDeps, inAttempts } from "./in-attempts.ts";
import { peerAnswerPlan } from "./peer-answer.ts";
import { peerRequestPlan } from "./peer-request.ts";
import { sendAttempt } from "./send-attempt.ts";
import type { ServiceCallOptions } from "./service-calls.ts";
import { serviceHeaders } from "./service-headers.ts";

export type PeerDeps = AttemptDeps & {
  /** Bearer token that the peer knows this service by. */
  readonly token: string | undefined;
};

export type PeerCall = (input: unknown, options?: ServiceCallOptions) => Promise<unknown>;

/** Binds one entry of a peer's contract to its wire; what depends on the entry alone is decided here, once. */
export function peerCall(deps: PeerDeps, procedure: string, entry: AnyEntry): PeerCall {
  const { wire, token } = deps;
  const { peer } = wire;
  const requestOf = peerRequestPlan(entry);
  const answerOf = peerAnswerPlan(peer, entry);
  const isChange = entry.kind === "mutation";
  const span = {
    name: `${peer} ${procedure}`,
    kind: "client",
    attributes: { "peer.service": peer },
  } as const;
  const attempts = entry.idempotency === "none" ? 1 : (deps.retries.attempts ?? 3);
  return async (input, options = {}) => {
    // The peer would refuse it; here the bug has a stack.
    const request = requestOf(checked(procedure, entry, input));
    const idempotencyKey = entry.idempotency === "key" ? (options.idempotencyKey ?? uuidV7()) : undefined;
    return inAttempts(deps, { procedure, attempts, signal: options.signal }, async (bounds) =>
      inSpan(span, async () => {
        const headers = serviceHeaders({ token, request, idempotencyKey, timeoutMs: bounds.timeoutMs });
        return answerOf(await sendAttempt(wire, { request, headers, isChange, ...bounds }));
      }),
    );
  };
}

function checked(procedure: string, entry: AnyEntry, input: unknown): unknown {
  const parsed = entry.input.safeParse(input);
  if (!parsed.success)
    throw new TypeError(`${procedure} is called with a wrong input.`, { cause: parsed.error });
  return input;
}
