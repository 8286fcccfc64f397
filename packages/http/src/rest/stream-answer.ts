import type { Tracked } from "@ashlar/contracts";
import { currentRequestScope } from "@ashlar/kernel";
import { failureOf } from "@ashlar/rpc";
import type { Operation } from "./operation.ts";

const heartbeatMs = 15_000;
const encoder = new TextEncoder();

/**
 * Answers a subscription as server-sent events: `id` is the position to resume after, `data` the message as JSON.
 *
 * A comment goes out whenever nothing was said for 15 s, so that proxies keep the connection. The stream ends when the
 * request's signal aborts or the client leaves; a failure after the start ends it with an `error` event that tells its code.
 * Clients are told to come back after 1–4 s, each after another time, so that those of a stopped server do not come at once.
 *
 * @see WHATWG HTML, section 9.2, "Server-sent events".
 */
export function streamAnswer(
  { entry, encodeEvent }: Pick<Operation, "entry" | "encodeEvent">,
  messages: AsyncIterable<Tracked<unknown>>,
  signal: AbortSignal,
): Response {
  const iterator = messages[Symbol.asyncIterator]();
  const log = currentRequestScope()?.log;
  const state = { heartbeat: undefined as NodeJS.Timeout | undefined };
  const end = (): void => {
    clearInterval(state.heartbeat);
    iterator.return?.().then(undefined, (error: unknown) => log?.error({ error }, "stream did not end"));
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(`retry: ${1_000 + Math.floor(Math.random() * 3_000)}\n\n`));
      state.heartbeat = setInterval(() => controller.enqueue(encoder.encode(": \n\n")), heartbeatMs);
      signal.addEventListener("abort", () => {
        end();
        closeQuietly(controller);
      });
    },
    pull: async (controller) => {
      try {
        const { done, value } = await iterator.next();
        if (signal.aborted) return;
        if (done) {
          end();
          controller.close();
        } else controller.enqueue(encodeEvent(value));
      } catch (error) {
        end();
        if (signal.aborted) return;
        const { code, status } = failureOf(error, entry);
        if (status === 500) log?.error({ error }, "stream failed");
        controller.enqueue(encoder.encode(`event: error\ndata: ${JSON.stringify({ code })}\n\n`));
        controller.close();
      }
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}

function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // Closed already: the client left first.
  }
}
