import { setTimeout as wait } from "node:timers/promises";
import type { AnyEntry } from "@ashlar/contracts";
import { currentRequestScope, inSpan, jitteredDelayMs, type Log, Unavailable, uuidV7 } from "@ashlar/kernel";
import { peerAnswerPlan } from "./peer-answer.ts";
import { PeerFault } from "./peer-fault.ts";
import { peerRequestPlan } from "./peer-request.ts";
import type { Protection } from "./protection.ts";
import { sendAttempt, type Wire } from "./send-attempt.ts";
import type { ServiceCallOptions } from "./service-calls.ts";

export type RetryOptions = {
  /** Attempts in all, 1 or more; default 3. */
  readonly attempts?: number;
  /** Window of the first delay, which doubles; default 100. */
  readonly baseMs?: number;
  /** Widest window, and the most that a peer's `Retry-After` is waited for; default 2,000. */
  readonly capMs?: number;
};

export type PeerDeps = {
  readonly wire: Wire;
  readonly timeoutMs: number;
  readonly retries: RetryOptions;
  readonly protection: Protection;
  readonly log: Log;
};

export type PeerCall = (input: unknown, options?: ServiceCallOptions) => Promise<unknown>;

/** Binds one entry of a peer's contract to its wire; what depends on the entry alone is decided here, once. */
export function peerCall(deps: PeerDeps, procedure: string, entry: AnyEntry): PeerCall {
  const { peer } = deps.wire;
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
    const end = callEnd(options.signal);
    let mayHaveActed = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (end.remainingMs() <= 0 || end.signal.aborted) throw givenUp(peer);
        return await deps.protection.run(async () => {
          const timeoutMs = Math.max(1, Math.min(deps.timeoutMs, end.remainingMs()));
          const isCutShort = timeoutMs < deps.timeoutMs;
          const sent = { request, isChange, idempotencyKey, callSignal: end.signal, timeoutMs, isCutShort };
          return inSpan(span, async () => answerOf(await sendAttempt(deps.wire, sent)));
        }, end.signal);
      } catch (error) {
        const fault = end.signal.aborted && !(error instanceof PeerFault) ? givenUp(peer) : error;
        if (!(fault instanceof PeerFault)) throw outcome(fault, mayHaveActed);
        mayHaveActed ||= fault.mayHaveActed;
        const delayMs = fault.isPassing && attempt < attempts ? delayOf(deps.retries, attempt, fault) : -1;
        const goesOn = delayMs >= 0 && delayMs < end.remainingMs();
        const facts = { peer, procedure, attempt, goesOn, reason: fault.message };
        deps.log.warn(facts, "call to a peer failed");
        if (!goesOn) throw unavailable(fault, mayHaveActed);
        await wait(delayMs, undefined, { signal: end.signal }).catch(() => undefined);
      }
    }
  };
}

function checked(procedure: string, entry: AnyEntry, input: unknown): unknown {
  const parsed = entry.input.safeParse(input);
  if (!parsed.success)
    throw new TypeError(`${procedure} is called with a wrong input.`, { cause: parsed.error });
  return input;
}

/** When the call is over, whatever the peer does. */
function callEnd(signal: AbortSignal | undefined) {
  const scope = currentRequestScope();
  const signals = [scope?.signal, signal].filter((each) => each !== undefined);
  const deadlineAtMs = scope?.deadlineAtMs ?? Number.POSITIVE_INFINITY;
  return { signal: AbortSignal.any(signals), remainingMs: () => deadlineAtMs - performance.now() };
}

/** Full jitter, and at least what the peer asked for; -1 when it asks for more than is waited. */
function delayOf({ baseMs = 100, capMs = 2_000 }: RetryOptions, attempt: number, fault: PeerFault): number {
  const askedMs = fault.retryAfterSeconds * 1_000;
  return askedMs > capMs ? -1 : Math.max(askedMs, jitteredDelayMs(attempt, baseMs, capMs));
}

const givenUp = (peer: string): PeerFault =>
  new PeerFault(`The call to ${peer} was given up.`, {
    isPassing: false,
    isPeersFault: false,
    mayHaveActed: false,
  });

const unavailable = (fault: PeerFault, outcomeUnknown: boolean): Unavailable =>
  new Unavailable(fault.message, {
    cause: fault,
    outcomeUnknown,
    retryAfterSeconds: Math.max(1, fault.retryAfterSeconds),
  });

/** A breaker that opens between two attempts does not undo what the first may have done. */
const outcome = (error: unknown, outcomeUnknown: boolean): unknown =>
  error instanceof Unavailable && outcomeUnknown
    ? new Unavailable(error.message, {
        cause: error,
        outcomeUnknown,
        retryAfterSeconds: error.retryAfterSeconds,
      })
    : error;
