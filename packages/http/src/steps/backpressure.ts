import { type Log, Unavailable } from "@ashlar/kernel";
import { failureOf } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import type { ActiveRequests } from "../active-requests.ts";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { RequestLimits } from "../app-options.ts";
import { errorAnswer } from "../error-answer.ts";
import { concurrencyLimit } from "./concurrency-limit.ts";

type Options = {
  readonly limits: Pick<RequestLimits, "concurrentRequests" | "queuedRequests" | "queueWaitMs">;
  readonly activeRequests: Pick<ActiveRequests, "load">;
  readonly log: Log;
};

/**
 * Works on so many requests at once, lets so many wait, and refuses the rest at once with 503 and `Retry-After`.
 *
 * Fewer are worked on while the event loop is late, so that what is refused is told in time. The oldest that waits is next; one that has waited too long is refused, one whose client has left is dropped. A
 * request gives its place back when its answer begins, so an open stream holds none.
 */
export function backpressure({ limits, activeRequests, log }: Options): MiddlewareHandler<AppEnv> {
  // A set keeps the order of arrival, and any member leaves it in constant time.
  const waiting = new Set<(isAdmitted: boolean) => void>();
  const refused = refusals(log);
  const { load } = activeRequests;

  const turn = ({ signal }: AppContext["var"]["request"]): Promise<boolean> =>
    new Promise((resolve) => {
      const settle = (isAdmitted: boolean): void => {
        waiting.delete(settle);
        load.waiting = waiting.size;
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        resolve(isAdmitted);
      };
      const leave = (): void => settle(false);
      const timer = setTimeout(leave, limits.queueWaitMs);
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(settle);
      load.waiting = waiting.size;
    });
  const admitWaiting = (): void => {
    for (const next of waiting) {
      if (load.running >= limit.now()) return;
      load.running += 1;
      next(true);
    }
  };
  const limit = concurrencyLimit(limits.concurrentRequests, admitWaiting);
  return async (c, next) => {
    limit.watch();
    // Whoever waits is before whoever comes.
    if (load.running < limit.now() && waiting.size === 0) load.running += 1;
    else if (waiting.size >= limits.queuedRequests || !(await turn(c.get("request")))) {
      load.refused += 1;
      return refused(c);
    }
    try {
      await next();
    } finally {
      load.running -= 1;
      admitWaiting();
    }
    return undefined;
  };
}

const reportEveryMs = 1_000;

/** Refuses, and says so once a second however many there are: an overload is no time to write more. */
function refusals(log: Log): (c: AppContext) => Response {
  const state = { count: 0, reportedMs: Number.NEGATIVE_INFINITY };
  return (c) => {
    state.count += 1;
    const nowMs = performance.now();
    if (nowMs - state.reportedMs >= reportEveryMs) {
      log.warn({ refused: state.count }, "more requests than can be served");
      state.count = 0;
      state.reportedMs = nowMs;
    }
    const failure = failureOf(new Unavailable("Too many requests are in progress."), undefined);
    return errorAnswer(c, failure, c.get("request").requestId);
  };
}
