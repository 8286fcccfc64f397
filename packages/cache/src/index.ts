export type { Cache, CacheChanges, CachedReads, CacheFigures, Kept } from "./cache.ts";
export { type CacheOptions, openCache } from "./open-cache.ts";
