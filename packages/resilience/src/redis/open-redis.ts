import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@ashlar/kernel";
import type { Redis } from "ioredis";

/** A Redis that the process can do without. */
export type SpareRedis = {
  readonly client: Redis;
  /**
   * Does something in Redis, or otherwise where Redis is away, left alone, or fails or is slow now.
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
  /** How often a Redis that is left alone is asked whether it answers again; default 1,000. */
  readonly probeEveryMs?: number;
  readonly keyPrefix?: string;
};

/**
 * Opens a Redis, whether it is there or not; that it is lost or back is logged once each, not at every call.
 *
 * After a failure it is left alone: no call waits for it until it has answered a probe, which no call waits for either.
 * The first probe is sent immediately, so a failure that was this process's own costs a moment. So a frozen Redis
 * costs the calls in flight when it froze their patience, and the ones after them nothing.
 *
 * The library is loaded here, so a process without Redis never pays for it.
 */
export async function openRedis({
  url,
  log,
  probeEveryMs = 1_000,
  ...options
}: Options): Promise<SpareRedis> {
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
  const closing = new AbortController();
  const state = { isLeftAlone: false, isProbing: false };
  const back = (): void => {
    if (!state.isLeftAlone) return;
    state.isLeftAlone = false;
    log.info({ store: "redis" }, `${options.user}: Redis is back`);
  };
  const answers = async (): Promise<boolean> =>
    client.status === "ready" &&
    (await client.ping().then(
      () => true,
      () => false,
    ));
  const probe = async (): Promise<void> => {
    state.isProbing = true;
    while (state.isLeftAlone && !closing.signal.aborted) {
      if (await answers()) back();
      else await wait(probeEveryMs, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
    state.isProbing = false;
  };
  const leaveAlone = (): void => {
    if (state.isLeftAlone || closing.signal.aborted) return;
    state.isLeftAlone = true;
    log.warn({ store: "redis" }, `${options.user}: Redis cannot be reached; ${options.meanwhile}`);
    if (!state.isProbing) void probe();
  };
  // Without a listener ioredis writes to the console.
  client.on("error", leaveAlone);
  client.on("ready", back);
  await client.connect().catch(leaveAlone);
  return {
    client,
    attempt: async (command, otherwise) => {
      if (state.isLeftAlone || client.status !== "ready") return otherwise();
      try {
        return await command(client);
      } catch {
        leaveAlone();
        return otherwise();
      }
    },
    close: () => {
      closing.abort();
      client.disconnect();
    },
  };
}
