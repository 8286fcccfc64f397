import type { Log } from "@ashlar/kernel";
import superjson from "superjson";
import type { SharedLevel } from "./shared-level.ts";

/** A slower Redis is no Redis: the database answers. */
const patienceMs = 50;
/** After a failure Redis is left alone for this long, so that a slow one does not slow every read. */
const pauseMs = 1_000;

/** Opens Redis as the shared level; the library is loaded here, so a process without Redis never pays for it. */
export async function redisLevel(url: string, log: Log): Promise<SharedLevel> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    keyPrefix: "ashlar:cache:",
    retryStrategy: (attempt) => Math.min(1_000, 50 * 2 ** Math.min(attempt, 6)),
  });
  let isDown = false;
  let pausedUntilMs = 0;
  const failed = (): void => {
    pausedUntilMs = performance.now() + pauseMs;
    if (isDown) return;
    isDown = true;
    log.warn({ store: "redis" }, "cache: Redis cannot be reached; every process keeps values for itself");
  };
  const worked = (): void => {
    if (!isDown) return;
    isDown = false;
    log.info({ store: "redis" }, "cache: Redis is back");
  };
  // Without a listener ioredis writes to the console.
  redis.on("error", failed);
  await redis.connect().catch(failed);
  const isUsable = (): boolean => redis.status === "ready" && performance.now() >= pausedUntilMs;
  return {
    get: async (key) => {
      if (!isUsable()) return null;
      try {
        const text = await redis.get(key);
        worked();
        return text === null ? null : { value: superjson.parse(text) };
      } catch {
        failed();
        return null;
      }
    },
    set: (key, value, ttlMs) => {
      if (isUsable()) redis.set(key, superjson.stringify(value), "PX", ttlMs).then(worked, failed);
    },
    close: async () => {
      redis.disconnect();
    },
  };
}
