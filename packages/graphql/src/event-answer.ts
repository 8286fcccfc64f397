import type { ExecutionResult } from "graphql";

const encoder = new TextEncoder();
const heartbeatMs = 15_000;

/**
 * Writes the results of a subscription as server-sent events: `next` for each, `complete` at the end.
 *
 * @see GraphQL over Server-Sent Events, "Distinct connections mode".
 */
export function eventAnswer(
  results: AsyncIterable<ExecutionResult>,
  written: (result: ExecutionResult) => object,
  signal: AbortSignal,
): Response {
  const iterator = results[Symbol.asyncIterator]();
  let heartbeat: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearInterval(heartbeat);
    iterator.return?.().then(undefined, () => undefined);
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(":\n\n"));
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(":\n\n")), heartbeatMs);
      signal.addEventListener("abort", end, { once: true });
    },
    pull: async (controller) => {
      const { done, value } = await iterator.next().catch((error: unknown) => ({
        done: false as const,
        value: { errors: [error] } as unknown as ExecutionResult,
      }));
      if (signal.aborted) return;
      if (!done) {
        controller.enqueue(encoder.encode(`event: next\ndata: ${JSON.stringify(written(value))}\n\n`));
        if (value.errors === undefined) return;
      }
      end();
      controller.enqueue(encoder.encode("event: complete\ndata: \n\n"));
      controller.close();
    },
    cancel: end,
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
