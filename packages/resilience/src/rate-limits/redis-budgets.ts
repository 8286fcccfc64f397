import type { Log } from "@ashlar/kernel";
import type { Redis } from "ioredis";
import type { RateLimiterRedis } from "rate-limiter-flexible";
import type { BudgetStore, Spending } from "./budget-store.ts";
import { memoryBudgets } from "./memory-budgets.ts";

type Options = {
  readonly url: string;
  readonly log: Log;
  /** Stands before every key; default `ashlar:limit`. */
  readonly prefix?: string;
};

/** A slower Redis is no Redis: the call goes on. */
const patienceMs = 100;

/**
 * Counts in Redis, for all processes together.
 *
 * Fails open: while Redis is down or slow each process counts for itself, which is told once by a warning, and once
 * more when Redis is back. No call waits for it longer than 100 ms or fails with it. The libraries are loaded here,
 * so a process without Redis never pays for them.
 */
export async function redisBudgets({ url, log, prefix = "ashlar:limit" }: Options): Promise<BudgetStore> {
  const [{ Redis }, { RateLimiterRedis }] = await Promise.all([
    import("ioredis"),
    import("rate-limiter-flexible"),
  ]);
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(1_000, 50 * 2 ** Math.min(attempt, 6)),
  });
  const availability = watch(redis, log);
  await redis.connect().catch(() => availability.isDown());

  const limiters = new Map<number, RateLimiterRedis>();
  const limiterOf = (windowSeconds: number): RateLimiterRedis => {
    const known = limiters.get(windowSeconds);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: redis,
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
    spend: async (key, windowSeconds): Promise<Spending> => {
      if (redis.status !== "ready") return own.spend(key, windowSeconds);
      try {
        const { consumedPoints, msBeforeNext } = await limiterOf(windowSeconds).consume(key);
        availability.isUp();
        return { spent: consumedPoints, resetMs: Math.max(1, msBeforeNext) };
      } catch {
        availability.isDown();
        return own.spend(key, windowSeconds);
      }
    },
    close: async () => {
      redis.disconnect();
      await own.close();
    },
  };
}

/** Tells of a change once, not at every call. */
function watch(redis: Redis, log: Log): { readonly isUp: () => void; readonly isDown: () => void } {
  const state = { isDown: false };
  const isDown = (): void => {
    if (state.isDown) return;
    state.isDown = true;
    log.warn({ store: "redis" }, "rate limits: Redis cannot be reached; every process counts for itself");
  };
  const isUp = (): void => {
    if (!state.isDown) return;
    state.isDown = false;
    log.info({ store: "redis" }, "rate limits: Redis is back");
  };
  // Without a listener ioredis writes to the console.
  redis.on("error", isDown);
  redis.on("ready", isUp);
  return { isUp, isDown };
}
