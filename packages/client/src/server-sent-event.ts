/** One event of a stream; `lastEventId` is the newest id of the stream so far. */
export type ServerSentEvent = { readonly type: string; readonly data: string; readonly lastEventId: string };

export type ServerSentEventParser = {
  /** Takes the next piece of text, cut anywhere, and returns the events that it completes. */
  readonly push: (text: string) => ServerSentEvent[];
  /** The reconnection time that the server has last asked for. */
  readonly retryMs: () => number | undefined;
};

type ParserState = {
  /** Text after the last line end. */
  rest: string;
  /** What the event in progress has so far. */
  type: string;
  data: string[];
  lastEventId: string;
  retryMs: number | undefined;
};

/**
 * Reads the event-stream format piece by piece; an event that the stream leaves incomplete is dropped.
 *
 * @param lastEventId - Newest id of the connection before.
 * @see WHATWG HTML, section 9.2.6, "Interpreting an event stream".
 */
export function serverSentEventParser(lastEventId: string): ServerSentEventParser {
  const state: ParserState = { rest: "", type: "", data: [], lastEventId, retryMs: undefined };

  const field: Readonly<Record<string, (value: string) => void>> = {
    event: (value) => {
      state.type = value;
    },
    data: (value) => {
      state.data.push(value);
    },
    id: (value) => {
      if (!value.includes("\0")) state.lastEventId = value;
    },
    retry: (value) => {
      if (/^\d+$/.test(value)) state.retryMs = Number(value);
    },
  };

  const completed = (): ServerSentEvent[] => {
    const event = {
      type: state.type || "message",
      data: state.data.join("\n"),
      lastEventId: state.lastEventId,
    };
    const isEmpty = state.data.length === 0;
    state.type = "";
    state.data = [];
    return isEmpty ? [] : [event];
  };

  const take = (line: string): ServerSentEvent[] => {
    if (line === "") return completed();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (Object.hasOwn(field, name)) field[name]?.(value);
    return [];
  };

  return {
    push: (text) => {
      // A carriage return at the end may be half of a line end: it waits for the next piece.
      const whole = state.rest + text;
      const lines = whole.split(/\r\n|\n|\r(?!$)/);
      state.rest = lines.pop() ?? "";
      return lines.flatMap(take);
    },
    retryMs: () => state.retryMs,
  };
}
