import { LRUCache } from "lru-cache";
import { estimatedBytes } from "./estimated-bytes.ts";

/** What this process keeps; the least used goes when another needs the room. */
export type MemoryLevel = {
  /**
   * Answers what is kept, or reads; those who ask while somebody reads get what he gets, kept or not.
   *
   * @throws what `read` throws, to all who wait for it; failures are not kept.
   */
  readonly getOrRead: (key: string, read: () => Promise<unknown>) => Promise<unknown>;
  /** An estimate. What nobody can get any more counts until its room is needed. */
  readonly heldBytes: () => number;
};

/** Of the bound, what one value may take; a larger one is answered and not kept. */
const largestShare = 1 / 16;
/** What a place takes beside its name and its value. */
const placeBytes = 200;

/** Opens an empty level, which never holds more than `maximumBytes` as `estimatedBytes` counts them. */
export function memoryLevel(maximumBytes: number, ttlMs: number): MemoryLevel {
  const kept = new LRUCache<string, { readonly value: unknown }>({
    ttl: ttlMs,
    maxSize: maximumBytes,
    maxEntrySize: Math.floor(maximumBytes * largestShare),
    sizeCalculation: (holder, key) => placeBytes + estimatedBytes(key) + estimatedBytes(holder),
  });
  const reads = new Map<string, Promise<unknown>>();
  return {
    getOrRead: async (key, read) => {
      const found = kept.get(key);
      if (found !== undefined) return found.value;
      const running = reads.get(key);
      if (running !== undefined) return running;
      const reading = read();
      reads.set(key, reading);
      try {
        const value = await reading;
        kept.set(key, { value });
        return value;
      } finally {
        reads.delete(key);
      }
    },
    heldBytes: () => kept.calculatedSize,
  };
}
