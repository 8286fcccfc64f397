import { addressKey, isEndedByCaller, type Log, Unavailable } from "@ashlar/kernel";
import { failureOf } from "@ashlar/rpc";
import type { MiddlewareHandler } from "hono";
import { type ActiveRequests, countRejected } from "../active-requests.ts";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { RequestLimits } from "../app-options.ts";
import { errorAnswer } from "../error-answer.ts";
import { concurrencyLimit } from "./concurrency-limit.ts";
import { fairTurns } from "./fair-turns.ts";

type Options = {
  readonly limits: Pick<RequestLimits, "concurrentRequests" | "queuedRequests" | "queueWaitMs">;
  readonly activeRequests: Pick<ActiveRequests, "load">;
  readonly log: Log;
};

/**
 * Works on a bounded number of requests simultaneously, lets a bounded number wait, and refuses the rest immediately
 * with 503 and `Retry-After`.
 *
 * Fewer are worked on while the event loop is late, so that a refusal is answered in time. Those that wait are admitted client by
 * client; one that has waited too long is refused, one whose client has left is dropped. A request gives its place back
 * when its answer begins, so an open stream holds none.
 *
 * @see `fairTurns`, for what one client may have at most.
 */
export function backpressure({ limits, activeRequests, log }: Options): MiddlewareHandler<AppEnv> {
  const refused = refusals(log);
  const { load } = activeRequests;
  const limit = concurrencyLimit(limits.concurrentRequests, () => turns.admit());
  const { queuedRequests: queued, queueWaitMs: waitMs } = limits;
  const turns = fairTurns({ limit: limit.now, queued, waitMs }, load);
  return async (c, next) => {
    limit.watch();
    const { address, signal } = c.get("request");
    const client = addressKey(address ?? "");
    const waited = turns.take(client) ? "admitted" : await turns.wait(client, signal);
    // Its client left, or its own deadline passed; or the server's, which is one more that waited too long.
    if (waited === "left" && isEndedByCaller(signal.reason)) throw signal.reason;
    if (waited !== "admitted") {
      // At its share it was the client alone that took too much: no fault of the server.
      if (waited === "at its share") countRejected(load, "OVERLOADED");
      else load.refused += 1;
      return refused(c);
    }
    try {
      await next();
    } finally {
      turns.release(client);
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
