import type { Log } from "@ashlar/kernel";
import { openRedis } from "@ashlar/resilience";
import superjson from "superjson";
import type { SharedLevel } from "./shared-level.ts";

/** Opens Redis as the shared level: where it is away or slow, the database answers. */
export async function redisLevel(url: string, log: Log): Promise<SharedLevel> {
  const { attempt, close } = await openRedis({
    url,
    log,
    user: "cache",
    meanwhile: "every process keeps values for itself",
    patienceMs: 50,
    keyPrefix: "ashlar:cache:",
  });
  return {
    get: (key) =>
      attempt(
        async (redis) => {
          const text = await redis.get(key);
          return text === null ? null : { value: superjson.parse(text) };
        },
        () => null,
      ),
    set: (key, value, ttlMs) => {
      void attempt(
        async (redis) => {
          await redis.set(key, superjson.stringify(value), "PX", ttlMs);
        },
        () => undefined,
      );
    },
    close: async () => close(),
  };
}
