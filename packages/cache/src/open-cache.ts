import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseConnection } from "@ashlar/database";
import { currentRequestScope, type Log, uuidV7 } from "@ashlar/kernel";
import type { Cache, CachedReads } from "./cache.ts";
import { cacheChannel, changeNews, parseNews } from "./change-news.ts";
import { memoryLevel } from "./memory-level.ts";
import { redisLevel } from "./redis-level.ts";
import { tagGenerations } from "./tag-generations.ts";

export type CacheOptions = {
  readonly database: Pick<DatabaseConnection, "read" | "listen">;
  readonly log: Log;
  /** A level that all processes share; default none. */
  readonly redisUrl?: string | undefined;
  /** The longest that a value is kept, 1–5,000: so old is it at most when a change was not heard. Default 5,000. */
  readonly ttlMs?: number;
  /** What the values kept in this process take of its memory, as estimated; the least used go. Default 64 MiB. */
  readonly maximumBytes?: number | undefined;
  /** See `tagGenerations`; a test has no time for it. */
  readonly strangerMs?: number;
};

/** Clocks of processes may differ by this much. */
const clockSkewMs = 2_000;

/**
 * Opens a cache whose values end with the commit that changes what they were made from, in every process.
 *
 * Every process that writes must announce through one, whether or not it reads.
 */
export async function openCache(options: CacheOptions): Promise<Cache> {
  const { database, log, ttlMs = 5_000, maximumBytes = 64 * 2 ** 20 } = options;
  const generations = tagGenerations(options.strangerMs);
  const shared = options.redisUrl === undefined ? null : await redisLevel(options.redisUrl, log);
  // A value may come from the shared level at the end of its time there and begin it again here.
  const keptMs = shared ? ttlMs / 2 : ttlMs;
  const memory = memoryLevel(maximumBytes, keptMs);
  const stats = { hits: 0, misses: 0, sharedHits: 0, bypasses: 0, changes: 0 };
  const outside = AsyncLocalStorage.snapshot();
  let isListening = false;

  const changed = (tags: readonly string[], generation: string): void => {
    stats.changes += tags.length;
    generations.changed(tags, generation);
  };
  const news = changeNews({
    database,
    log,
    changedHere: (tags) => changed(tags, uuidV7()),
  });
  const listener = await database.listen(
    cacheChannel,
    (payload) => {
      const { generation, tags } = parseNews(payload);
      changed(tags, generation);
    },
    () => {
      generations.forget();
      isListening = true;
    },
    () => {
      isListening = false;
    },
  );
  /** Then another process may not have heard of it yet. */
  const mayHaveWrittenLately = (): boolean => {
    const readAfter = currentRequestScope()?.readAfter;
    if (!readAfter) return false;
    if (readAfter.committedAtMs === null) {
      if (readAfter.positionBytes !== null) return false;
      // Nothing is known of the caller; what it is told now bounds what it may have written.
      readAfter.committedAtMs = Date.now();
      readAfter.hasAdvanced = true;
      return true;
    }
    return Date.now() - readAfter.committedAtMs < ttlMs + clockSkewMs;
  };
  const through: CachedReads["through"] = async ({ key, tags }, read, isPublic = () => true) => {
    if (!isListening || mayHaveWrittenLately()) {
      stats.bypasses += 1;
      return read();
    }
    const place = generations.placeOf(key, tags);
    let isHit = true;
    const miss = async () => {
      isHit = false;
      const left = place.shared === null ? null : await shared?.get(place.shared);
      if (left) {
        stats.sharedHits += 1;
        return left.value;
      }
      const value = await read();
      if (place.shared !== null && isPublic(value)) shared?.set(place.shared, value, keptMs);
      return value;
    };
    try {
      const value = await memory.getOrRead(place.local, () => outside(miss));
      // Sound: the place is named by the key, and one key has values of one type.
      return value as Awaited<ReturnType<typeof read>>;
    } finally {
      if (isHit) stats.hits += 1;
      else stats.misses += 1;
    }
  };
  return {
    through,
    ...news,
    stats: () => ({ ...stats, heldBytes: memory.heldBytes() }),
    close: async () => {
      isListening = false;
      await Promise.all([listener.close(), shared?.close()]);
    },
  };
}
