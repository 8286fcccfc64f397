import { DomainError, type Log, Unavailable } from "@ashlar/kernel";
import {
  BrokenCircuitError,
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";
import { PeerFault } from "./peer-fault.ts";

export type BreakerOptions = {
  /** Opens when more than this share of the last calls failed, in (0, 1); default 0.5. */
  readonly failureShare?: number;
  /** How many of the last calls are looked at; default 20. */
  readonly windowCalls?: number;
  /** Fewer calls never open it; default 5. */
  readonly minimumCalls?: number;
  /** How long no call goes out; then one goes out to see; default 5,000. */
  readonly openMs?: number;
};

export type BulkheadOptions = {
  /** Attempts at once; default 32. */
  readonly concurrency?: number;
  /** Attempts that may wait for their turn; default 64. */
  readonly queue?: number;
};

/** How the peer fares, for metrics and readiness. */
export type PeerHealth = {
  readonly breaker: "closed" | "open" | "half-open";
  readonly inFlight: number;
  readonly queued: number;
};

export type Protection = {
  /**
   * Runs one attempt if the breaker lets it pass and the bulkhead has room.
   *
   * @throws Unavailable at once when the breaker is open, a trial call is under way, or the bulkhead is full.
   */
  readonly run: <Result>(attempt: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;
  readonly health: () => PeerHealth;
};

/** Guards this process against a peer that fails (breaker) and against waiting for one that is slow (bulkhead). */
export function protection(
  peer: string,
  breakerOptions: BreakerOptions,
  { concurrency = 32, queue = 64 }: BulkheadOptions,
  log: Log,
): Protection {
  const breaker = breakerOf(peer, breakerOptions, log);
  const bulkheadPolicy = bulkhead(concurrency, queue);
  return {
    run: async (attempt, signal) => {
      try {
        return await untilAborted(
          bulkheadPolicy.execute(() => guarded(breaker, attempt), signal),
          signal,
        );
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw circuitOpen(peer, breakerOptions);
        if (error instanceof BulkheadRejectedError)
          throw new Unavailable(`Too many calls to ${peer} wait.`, { isUnsent: true });
        throw error;
      }
    },
    health: () => healthOf(breaker, bulkheadPolicy, concurrency, queue),
  };
}

function breakerOf(
  peer: string,
  { failureShare = 0.5, windowCalls = 20, minimumCalls = 5, openMs = 5_000 }: BreakerOptions,
  log: Log,
): CircuitBreakerPolicy {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof PeerFault && error.isPeersFault),
    {
      halfOpenAfter: openMs,
      breaker: new CountBreaker({
        threshold: failureShare,
        size: windowCalls,
        minimumNumberOfCalls: minimumCalls,
      }),
    },
  );
  breaker.onBreak(() => log.warn({ peer, breaker: "open", openMs }, "breaker opened"));
  breaker.onReset(() => log.info({ peer, breaker: "closed" }, "breaker closed"));
  return breaker;
}

async function guarded<Result>(
  breaker: CircuitBreakerPolicy,
  attempt: () => Promise<Result>,
): Promise<Result> {
  // cockatiel lets the calls that come during a trial wait for its end, without a bound; here they are refused.
  if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
  const outcome = await breaker.execute(async () => {
    const isTrial = breaker.state === CircuitState.HalfOpen;
    try {
      return { result: await attempt() };
    } catch (error) {
      // An outcome that the contract declares is a peer that works.
      if (error instanceof DomainError) return { error };
      // cockatiel takes a trial that ends in anything but the peer's fault for a success; one that brought no answer
      // shows nothing, so the breaker stays open.
      if (isTrial && error instanceof PeerFault && !error.isPeersFault) throw inconclusive(error);
      throw error;
    }
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.result;
}

/** Waits no longer than the call lasts; a place in the queue is given up when its turn comes. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const inconclusive = (fault: PeerFault): PeerFault =>
  new PeerFault(
    fault.message,
    {
      isTransient: fault.isTransient,
      isPeersFault: true,
      outcomeUnknown: fault.outcomeUnknown,
      retryAfterSeconds: fault.retryAfterSeconds,
    },
    { cause: fault },
  );

const circuitOpen = (peer: string, { openMs = 5_000 }: BreakerOptions): Unavailable =>
  new Unavailable(`${peer} has been failing and is left alone for a while.`, {
    isUnsent: true,
    retryAfterSeconds: Math.max(1, Math.ceil(openMs / 1_000)),
  });

const healthOf = (
  breaker: CircuitBreakerPolicy,
  bulkheadPolicy: BulkheadPolicy,
  concurrency: number,
  queue: number,
): PeerHealth => ({
  breaker:
    breaker.state === CircuitState.Closed
      ? "closed"
      : breaker.state === CircuitState.HalfOpen
        ? "half-open"
        : "open",
  inFlight: concurrency - bulkheadPolicy.executionSlots,
  queued: queue - bulkheadPolicy.queueSlots,
});
