import type { EventName } from "@ashlar/contracts";
import type { Log } from "@ashlar/kernel";
import {
  anchorOf,
  isAfter,
  type StreamPosition,
  streamPosition,
  streamStart,
} from "../events/event-cursor.ts";
import type { ReadAnchored } from "../events/read-page.ts";
import { readableEvents } from "../events/readable-events.ts";
import type { StoredEvent } from "../events/stored-event.ts";
import type { PlacedEvent, StreamTail } from "./stream-tail.ts";

export type Follow = {
  /** The cursor to continue after. */
  readonly after: string;
  /** Default: all. */
  readonly types?: readonly EventName[];
  readonly signal: AbortSignal;
  /** Events that may wait to be read; default 1,000. */
  readonly bufferEvents?: number;
};

type Deps = {
  readonly tail: StreamTail;
  readonly readAnchored: ReadAnchored;
  readonly log: Log;
};

const pageEvents = 500;

/** Reads the table until it meets the shared reader, then takes events from there. See `EventStream.follow`. */
export async function* followEvents(deps: Deps, options: Follow): AsyncGenerator<StoredEvent, void> {
  const { after, types, signal, bufferEvents = 1_000 } = options;
  const wanted = types ? new Set<string>(types) : null;
  const buffer = eventBuffer(
    deps.tail,
    bufferEvents,
    ({ type }) => wanted === null || wanted.has(type),
    signal,
  );
  let at = streamPosition(after);
  // A place that the shared reader has not reached may be none of this database: reading there shows.
  let isShown = !isAfter(at, await deps.tail.start());
  try {
    while (!signal.aborted && !(isShown && buffer.attach(at))) {
      const end = await deps.tail.start();
      const { records } = await deps.readAnchored(at, pageEvents);
      isShown = true;
      for (const event of readableEvents(records, deps.log)) {
        if (buffer.isWanted(event)) yield event;
        if (signal.aborted) return;
      }
      const last = records.at(-1);
      if (last) at = anchorOf(last);
      // A page that is not full holds everything up to where the shared reader was.
      if (records.length < pageEvents && isAfter(end, at)) at = end;
    }
    for (let ready = await buffer.next(); ready.length > 0; ready = await buffer.next()) {
      for (const event of ready) {
        yield event;
        if (signal.aborted) return;
      }
    }
  } finally {
    buffer.close();
  }
}

/** What waits for one follower, from the shared reader. */
function eventBuffer(
  tail: StreamTail,
  bufferEvents: number,
  isWanted: (event: StoredEvent) => boolean,
  signal: AbortSignal,
) {
  let waiting: StoredEvent[] = [];
  let isOverrun = false;
  let wake = (): void => undefined;
  /** Where the follower stood when it met the shared reader, which may be behind it: up to here it has everything. */
  let met: StreamPosition = streamStart;
  const add = (placed: readonly PlacedEvent[]): void => {
    for (const { place, event } of placed) if (isWanted(event) && isAfter(place, met)) waiting.push(event);
  };
  const listener = (placed: readonly PlacedEvent[] | null): void => {
    add(placed ?? []);
    if (placed === null || waiting.length > bufferEvents) {
      isOverrun = true;
      // Nothing of it is passed on: another continues after the follower's last cursor.
      waiting = [];
      tail.detach(listener);
    }
    wake();
  };
  const onAbort = (): void => wake();
  signal.addEventListener("abort", onAbort, { once: true });
  return {
    isWanted,
    /** Whether the shared reader has everything after `at`, and from now on gives it. */
    attach: (at: StreamPosition): boolean => {
      met = at;
      const missed = tail.attach(at, listener);
      if (missed) add(missed);
      return missed !== null;
    },
    /** Waits for events; none when the follower has ended. */
    next: async (): Promise<readonly StoredEvent[]> => {
      while (waiting.length === 0 && !isOverrun && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      const ready = signal.aborted ? [] : waiting;
      waiting = [];
      return ready;
    },
    close: (): void => {
      tail.detach(listener);
      signal.removeEventListener("abort", onAbort);
    },
  };
}
