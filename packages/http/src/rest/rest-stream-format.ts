import type { AnyEntry } from "@ashlar/contracts";
import { failureOf } from "@ashlar/rpc";
import { encodedEvents } from "../streams/encoded-events.ts";
import type { StreamFormat } from "../streams/stream-format.ts";

/**
 * Streams of REST: messages as JSON, and an `error` event with the code.
 *
 * Opening and heartbeat are an id without data, which clients keep and nobody hears of.
 */
export const restStreamFormat = (entry: AnyEntry): StreamFormat => ({
  opened: (position) => `id: ${position}`,
  heartbeat: (position) => `id: ${position}\n\n`,
  message: encodedEvents(entry, JSON.stringify),
  completed: "",
  failed: (error) => `event: error\ndata: ${JSON.stringify({ code: failureOf(error, entry).code })}\n\n`,
});
