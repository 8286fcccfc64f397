import type { AnyEntry, Tracked } from "@ashlar/contracts";
import { currentRequestScope } from "@ashlar/kernel";
import { failureOf, type OpenedStream, type RequestFacts } from "@ashlar/rpc";
import { resumePosition } from "./resume-position.ts";
import type { StreamFormat } from "./stream-format.ts";

const heartbeatMs = 15_000;
const encoder = new TextEncoder();

/**
 * Answers a subscription as server-sent events. The first bytes tell where it begins, so a client that is cut off before
 * the first message has what it resumes after.
 *
 * A heartbeat goes out every 15 s, so that proxies keep the connection, and tells how far the stream has come, so that a
 * client to whom little is said need not have all that was not for it read again. The stream ends when the request's signal aborts
 * or the client leaves; a failure after the start ends it with an event that tells its code. Clients are told to come
 * back after 1–4 s, each after another time, so that those of a stopped server do not come at once.
 *
 * @see WHATWG HTML, section 9.2, "Server-sent events".
 */
export function streamAnswer(
  format: StreamFormat,
  entry: AnyEntry,
  { position, messages }: OpenedStream<unknown>,
  { requestId, signal }: Pick<RequestFacts, "requestId" | "signal">,
): Response {
  const iterator: AsyncIterator<Tracked<unknown>> = messages[Symbol.asyncIterator]();
  const resumeAfter = resumePosition(position);
  const log = currentRequestScope()?.log;
  const state = { heartbeat: undefined as NodeJS.Timeout | undefined };
  const end = (): void => {
    clearInterval(state.heartbeat);
    iterator.return?.().then(undefined, (error: unknown) => log?.error({ error }, "stream did not end"));
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(`${reconnection()}${format.opened(resumeAfter.current())}\n\n`));
      state.heartbeat = setInterval(
        () => controller.enqueue(encoder.encode(format.heartbeat(resumeAfter.current()))),
        heartbeatMs,
      );
      const onAbort = (): void => {
        end();
        closeQuietly(controller);
      };
      signal.addEventListener("abort", onAbort);
      // Its client may have left while it was opened.
      if (signal.aborted) onAbort();
    },
    pull: async (controller) => {
      try {
        const { done, value } = await iterator.next();
        if (signal.aborted) return;
        if (!done) {
          controller.enqueue(format.message(value));
          return resumeAfter.advance(value.id);
        }
        end();
        controller.enqueue(encoder.encode(format.completed));
        controller.close();
      } catch (error) {
        end();
        if (signal.aborted) return;
        if (failureOf(error, entry).status === 500) log?.error({ error }, "stream failed");
        controller.enqueue(encoder.encode(format.failed(error, requestId)));
        controller.close();
      }
    },
    cancel: end,
  });
  return eventStream(body);
}

/** An answer that clients read as server-sent events. */
export const eventStream = (body: ReadableStream<Uint8Array> | string): Response =>
  new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });

const reconnection = (): string => `retry: ${1_000 + Math.floor(Math.random() * 3_000)}\n`;

function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // Closed already: the client left first.
  }
}
