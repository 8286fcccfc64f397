import type { Log } from "@ashlar/kernel";

const silent = (): void => undefined;

/** A log that nobody reads. */
export const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };
