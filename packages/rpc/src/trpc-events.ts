import type { AnyEntry } from "@ashlar/contracts";
import { TRPCError } from "@trpc/server";
import { FailedCall, trpcErrorShape } from "./trpc-error.ts";
import { wireTransformer } from "./wire/wire-transformer.ts";

/** A client that hears nothing for so long, no ping either, takes its stream for dead and opens another. */
const reconnectAfterInactivityMs = 40_000;

const written = (data: unknown): string => JSON.stringify(wireTransformer.output.serialize(data));

/**
 * The server-sent events that clients of tRPC read, for one subscription.
 *
 * They are those of tRPC's own producer, but `connected` and `ping` have an id: an EventSource that is cut off sends
 * it when it comes back.
 *
 * @see https://trpc.io/docs/client/links/httpSubscriptionLink
 */
export const trpcEvents = (path: string, entry: AnyEntry) => ({
  connected: (position: string): string =>
    `event: connected\ndata: ${JSON.stringify({ reconnectAfterInactivityMs })}\nid: ${position}`,
  ping: (position: string): string => `event: ping\ndata: \nid: ${position}\n\n`,
  /** Of a message, what is in its `data`. */
  written,
  completed: "event: return\ndata: \n\n",
  failed: (error: unknown, requestId: string): string => {
    const failed = error instanceof TRPCError ? error : new FailedCall(error, entry);
    return `event: serialized-error\ndata: ${written(trpcErrorShape(failed, path, requestId))}\n\n`;
  },
});
