import type { Log } from "@ashlar/kernel";
import type { Redis } from "ioredis";

/** A Redis that the process can do without. */
export type SpareRedis = {
  readonly client: Redis;
  /**
   * Does something in Redis, or otherwise where Redis is away, slow, left alone or fails.
   *
   * Rejects only with what `otherwise` rejects with.
   */
  readonly attempt: <Value>(
    command: (client: Redis) => Promise<Value>,
    otherwise: () => Value | Promise<Value>,
  ) => Promise<Value>;
  readonly close: () => void;
};

type Options = {
  readonly url: string;
  readonly log: Log;
  /** Who asks, and what happens without it: "rate limits", "every process counts for itself". */
  readonly user: string;
  readonly meanwhile: string;
  /** A slower Redis is no Redis. */
  readonly patienceMs: number;
  /** How long Redis is left alone after a failure, so that a slow one does not slow every call; default 0. */
  readonly pauseMs?: number;
  readonly keyPrefix?: string;
};

/**
 * Opens a Redis, whether it is there or not; that it is lost or back is told once each, not at every call.
 *
 * The library is loaded here, so a process without Redis never pays for it.
 */
export async function openRedis({ url, log, pauseMs = 0, ...options }: Options): Promise<SpareRedis> {
  const { Redis } = await import("ioredis");
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: options.patienceMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    keyPrefix: options.keyPrefix ?? "",
    retryStrategy: (attempt) => Math.min(1_000, 50 * 2 ** Math.min(attempt, 6)),
  });
  const state = { isDown: false, pausedUntilMs: 0 };
  const failed = (): void => {
    state.pausedUntilMs = performance.now() + pauseMs;
    if (state.isDown) return;
    state.isDown = true;
    log.warn({ store: "redis" }, `${options.user}: Redis cannot be reached; ${options.meanwhile}`);
  };
  const worked = (): void => {
    if (!state.isDown) return;
    state.isDown = false;
    log.info({ store: "redis" }, `${options.user}: Redis is back`);
  };
  // Without a listener ioredis writes to the console.
  client.on("error", failed);
  client.on("ready", worked);
  await client.connect().catch(failed);
  return {
    client,
    attempt: async (command, otherwise) => {
      if (client.status !== "ready" || performance.now() < state.pausedUntilMs) return otherwise();
      try {
        const value = await command(client);
        worked();
        return value;
      } catch {
        failed();
        return otherwise();
      }
    },
    close: () => client.disconnect(),
  };
}
