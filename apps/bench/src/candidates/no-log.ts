import type { Log } from "@ashlar/kernel";

const ignore = (): void => undefined;

/** Says what should not happen in a bench, and nothing else. */
export const noLog: Log = { debug: ignore, info: ignore, warn: console.warn, error: console.error };
