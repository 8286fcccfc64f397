import type { Log } from "@ashlar/kernel";

const silent = (): void => undefined;

/** A logger that forgets. */
export const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };
