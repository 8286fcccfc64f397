import { type BoundProcedure, type OpenedStream, trpcEvents, trpcStreamInput } from "@ashlar/rpc";
import type { AppContext } from "../app-env.ts";
import { callContext } from "../call-context.ts";
import { encodedEvents } from "../streams/encoded-events.ts";
import { eventStream, streamAnswer } from "../streams/stream-answer.ts";
import type { StreamFormat } from "../streams/stream-format.ts";
import type { CallRequest } from "./call-request.ts";

type StreamCall = (c: AppContext, request: Pick<CallRequest, "inputText">) => Promise<Response>;

/**
 * Answers subscriptions, by their paths, in the format of tRPC's own producer: that one encodes every message for every
 * client, and knows no position but those of messages.
 *
 * @see docs/decisions/073-streams-of-trpc.md
 */
export const streamCalls = (procedures: readonly BoundProcedure[]): ReadonlyMap<string, StreamCall> =>
  new Map(
    procedures.flatMap((procedure) =>
      procedure.entry.kind === "subscription" ? [[procedure.path, streamCall(procedure)]] : [],
    ),
  );

function streamCall({ path, entry, call }: BoundProcedure): StreamCall {
  const { connected, ping, written, completed, failed } = trpcEvents(path, entry);
  const message = encodedEvents(entry, written);
  const format: StreamFormat = { opened: connected, heartbeat: ping, message, completed, failed };
  return async (c, { inputText }) => {
    const context = callContext(c);
    const { requestId, signal, lastEventId } = context.request;
    try {
      const sent = trpcStreamInput(inputText);
      // An empty one in the address asks for no position, whatever the link has put into the input.
      const request = { ...context.request, lastEventId: (lastEventId ?? sent.lastEventId) || null };
      // Sound: the handler of a subscription answers with a stream.
      const opened = (await call({ ...context, request }, sent.input)) as OpenedStream<unknown>;
      c.get("keepOpen")();
      return streamAnswer(format, entry, opened, { requestId, signal });
    } catch (error) {
      // An EventSource reads no other answer than a stream.
      return eventStream(failed(error, requestId));
    }
  };
}
