import type { Log } from "@ashlar/kernel";
import type { RateLimiterRedis } from "rate-limiter-flexible";
import { openRedis } from "../redis/open-redis.ts";
import type { BudgetStore, Spending } from "./budget-store.ts";
import { memoryBudgets } from "./memory-budgets.ts";

type Options = {
  readonly url: string;
  readonly log: Log;
  /** Stands before every key; default `ashlar:limit`. */
  readonly prefix?: string;
};

/**
 * Counts in Redis, for all processes together.
 *
 * Fails open: while Redis is down or slow each process counts for itself, which is logged once, and once more when Redis
 * is back. No call fails with it or waits for it longer than 100 ms, and none waits after the first failure. The libraries are loaded here,
 * so a process without Redis never pays for them.
 */
export async function redisBudgets({ url, log, prefix = "ashlar:limit" }: Options): Promise<BudgetStore> {
  const { RateLimiterRedis } = await import("rate-limiter-flexible");
  const redis = await openRedis({
    url,
    log,
    user: "rate limits",
    meanwhile: "every process counts for itself",
    patienceMs: 100,
  });
  const limiters = new Map<number, RateLimiterRedis>();
  const limiterOf = (windowSeconds: number): RateLimiterRedis => {
    const known = limiters.get(windowSeconds);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: redis.client,
      // It only counts; the quota is compared outside, the same way as in memory.
      points: Number.MAX_SAFE_INTEGER,
      duration: windowSeconds,
      keyPrefix: `${prefix}:${windowSeconds}`,
    });
    limiters.set(windowSeconds, made);
    return made;
  };
  const own = memoryBudgets();
  return {
    spend: (key, windowSeconds): Promise<Spending> =>
      redis.attempt(
        async () => {
          const { consumedPoints, msBeforeNext } = await limiterOf(windowSeconds).consume(key);
          return { spent: consumedPoints, resetMs: Math.max(1, msBeforeNext) };
        },
        () => own.spend(key, windowSeconds),
      ),
    close: async () => {
      redis.close();
      await own.close();
    },
  };
}
