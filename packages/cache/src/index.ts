export type { Cache, CacheChanges, CachedReads, CacheStats, Kept } from "./cache.ts";
export { type CacheOptions, openCache } from "./open-cache.ts";
