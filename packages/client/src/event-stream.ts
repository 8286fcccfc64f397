import { type ServerSentEvent, serverSentEventParser } from "./server-sent-event.ts";

/**
 * Reads the events of one answer as they arrive, to the end of its body.
 *
 * Leaving the loop early cancels the body.
 */
export async function* eventsOf(
  response: Response,
  lastEventId: string,
): AsyncGenerator<{ readonly event: ServerSentEvent; readonly retryMs: number | undefined }, void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const parser = serverSentEventParser(lastEventId);
  const decoder = new TextDecoder();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      for (const event of parser.push(decoder.decode(part.value, { stream: true }))) {
        yield { event, retryMs: parser.retryMs() };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
