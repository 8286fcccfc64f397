import type { Tracked } from "@ashlar/contracts";

/** How a surface writes a stream as server-sent events. */
export type StreamFormat = {
  /** The fields of the first event, which tells where the stream begins. */
  readonly opened: (position: string) => string;
  /** Written when nothing else is, so that proxies keep the connection; tells how far the stream has come. */
  readonly heartbeat: (position: string) => string;
  readonly message: (message: Tracked<unknown>) => Uint8Array;
  /** Written when the stream has come to its end; empty where that says itself. */
  readonly completed: string;
  readonly failed: (error: unknown, requestId: string) => string;
};
