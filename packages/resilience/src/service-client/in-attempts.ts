import { setTimeout as wait } from "node:timers/promises";
import { currentRequestScope, EndedByCaller, jitteredDelayMs, type Log, Unavailable } from "@ashlar/kernel";
import { PeerFault } from "./peer-fault.ts";
import type { Protection } from "./protection.ts";
import type { Attempt, Wire } from "./send-attempt.ts";

export type RetryOptions = {
  /** Attempts in all, 1 or more; default 3. */
  readonly attempts?: number;
  /** Window of the first delay, which doubles; default 100. */
  readonly baseMs?: number;
  /** Widest window, and the most that a peer's `Retry-After` is waited for; default 2,000. */
  readonly capMs?: number;
};

export type AttemptDeps = {
  readonly wire: Wire;
  /** For one attempt, answer included. */
  readonly timeoutMs: number;
  readonly retries: RetryOptions;
  readonly protection: Protection;
  readonly log: Log;
};

/** How long one attempt may take, and what ends it. */
export type AttemptBounds = Pick<Attempt, "callSignal" | "timeoutMs" | "isCutShort">;

/**
 * Tries a call until it succeeds, may not be tried again or is over: with the request in progress, or by its own signal.
 *
 * @param send - One attempt; throws PeerFault where it brought no answer.
 * @throws Unavailable when no attempt brought an answer, with `EndedByCaller` as a cause where the caller gave it too
 * little time; whatever else `send` throws.
 */
export async function inAttempts<Result>(
  deps: AttemptDeps,
  call: { readonly procedure: string; readonly attempts: number; readonly signal?: AbortSignal | undefined },
  send: (bounds: AttemptBounds) => Promise<Result>,
): Promise<Result> {
  const { retries, protection, log } = deps;
  const { peer } = deps.wire;
  const { procedure, attempts } = call;
  const end = callEnd(call.signal);
  let outcomeUnknown = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (end.remainingMs() <= 0 || end.signal.aborted) throw givenUp(peer, end.reason());
      return await protection.run(() => {
        const timeoutMs = Math.max(1, Math.min(deps.timeoutMs, end.remainingMs()));
        return send({ callSignal: end.signal, timeoutMs, isCutShort: timeoutMs < deps.timeoutMs });
      }, end.signal);
    } catch (error) {
      const fault = end.signal.aborted && !(error instanceof PeerFault) ? givenUp(peer, end.reason()) : error;
      if (!(fault instanceof PeerFault)) throw outcome(fault, outcomeUnknown);
      outcomeUnknown ||= fault.outcomeUnknown;
      const delayMs = fault.isTransient && attempt < attempts ? delayOf(retries, attempt, fault) : -1;
      const shouldContinue = delayMs >= 0 && delayMs < end.remainingMs();
      log.warn({ peer, procedure, attempt, shouldContinue, reason: fault.message }, "call to a peer failed");
      if (!shouldContinue) throw unavailable(fault, outcomeUnknown, end.reason() ?? fault);
      await wait(delayMs, undefined, { signal: end.signal }).catch(() => undefined);
    }
  }
}

/** When the call is over, whatever the peer does. */
function callEnd(signal: AbortSignal | undefined) {
  const scope = currentRequestScope();
  const signals = [scope?.signal, signal].filter((each) => each !== undefined);
  const deadlineAtMs = scope?.deadlineAtMs ?? Number.POSITIVE_INFINITY;
  const all = AbortSignal.any(signals);
  const remainingMs = (): number => deadlineAtMs - performance.now();
  return {
    signal: all,
    remainingMs,
    /** Why it is over; undefined while it continues, and where it was the server's deadline that passed. */
    reason: (): unknown => {
      if (all.aborted) return all.reason;
      const isOver = scope?.isOwnDeadline === true && remainingMs() <= timerSlackMs;
      return isOver ? new EndedByCaller("deadline") : undefined;
    },
  };
}

/** Full jitter, and at least what the peer asked for; -1 when it asks for more than is waited. */
function delayOf({ baseMs = 100, capMs = 2_000 }: RetryOptions, attempt: number, fault: PeerFault): number {
  const askedMs = fault.retryAfterSeconds * 1_000;
  return askedMs > capMs ? -1 : Math.max(askedMs, jitteredDelayMs(attempt, baseMs, capMs));
}

/** A timer for what remains may fire this much early. */
const timerSlackMs = 2;

const givenUp = (peer: string, cause: unknown): PeerFault =>
  new PeerFault(
    `The call to ${peer} was given up.`,
    { isTransient: false, isPeersFault: false, outcomeUnknown: false },
    { cause },
  );

const unavailable = (fault: PeerFault, outcomeUnknown: boolean, cause: unknown): Unavailable =>
  new Unavailable(fault.message, {
    cause,
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
