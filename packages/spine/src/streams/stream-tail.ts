import { AsyncLocalStorage } from "node:async_hooks";
import type { Log } from "@ashlar/kernel";
import {
  anchorOf,
  type EventAnchor,
  isAfter,
  type StreamPosition,
  streamPosition,
  streamStart,
} from "../events/event-cursor.ts";
import { PositionLost } from "../events/position-lost.ts";
import type { EventPage, ReadAnchored } from "../events/read-page.ts";
import { readableEvents } from "../events/readable-events.ts";
import type { StoredEvent } from "../events/stored-event.ts";
import type { Signals } from "../signals/signals.ts";
import { type Poller, poller } from "../worker/poller.ts";

/** An event with its place, as followers pass it on. */
export type PlacedEvent = { readonly place: StreamPosition; readonly event: StoredEvent };

/** Gets events; null once the reader has lost its place and the listener is detached. */
export type TailListener = (events: readonly PlacedEvent[] | null) => void;

/** The end of the stream as one reader of the process sees it. */
export type StreamTail = {
  /**
   * Attaches a listener that gets every event after `after` from now on, and answers those that it has missed; null
   * when they are no longer in memory: read on, and ask again.
   */
  readonly attach: (after: StreamPosition, listener: TailListener) => readonly PlacedEvent[] | null;
  readonly detach: (listener: TailListener) => void;
  /** Starts to read, unless it has. @returns Where it stands. */
  readonly start: () => Promise<EventAnchor>;
  readonly close: () => Promise<void>;
};

const pageEvents = 500;
/** Events behind which a follower reads the table itself. */
const keptEvents = 2_000;

/**
 * Reads the end of the stream for all followers: on a hint, and every `pollMs`.
 *
 * Events committed behind a transaction that is still open are not hinted at when it ends, so while some are held
 * back it looks again every few milliseconds.
 *
 * When the database turns out to be in an earlier state than was read already, it begins again at the head and lets all
 * followers end: where their clients resume is checked by itself.
 */
export function streamTail(deps: {
  readonly readAnchored: ReadAnchored;
  readonly head: () => Promise<EventAnchor>;
  readonly signals: Signals;
  readonly log: Log;
  readonly pollMs?: number;
}): StreamTail {
  const listeners = new Set<TailListener>();
  // Whoever follows first may be a request that ends; the reading is for all.
  const outside = AsyncLocalStorage.snapshot();
  let kept: PlacedEvent[] = [];
  /** Everything after this and up to `at` is in `kept`. */
  let keptAfter: StreamPosition | null = null;
  let at: EventAnchor = { ...streamStart, mark: null };
  let started: Promise<EventAnchor> | null = null;
  let reading: Poller | null = null;
  let forget = (): void => undefined;

  const take = (page: EventPage): void => {
    const last = page.records.at(-1);
    if (!last) return;
    at = anchorOf(last);
    const placed = readableEvents(page.records, deps.log).map((event) => ({
      place: streamPosition(event.cursor),
      event,
    }));
    kept.push(...placed);
    if (kept.length > 2 * keptEvents) {
      kept = kept.slice(-keptEvents);
      keptAfter = kept[0]?.place ?? at;
      kept.shift();
    }
    for (const listener of listeners) listener(placed);
  };
  const beginAgain = async (): Promise<void> => {
    at = await deps.head();
    kept = [];
    keptAfter = at;
    const ended = [...listeners];
    listeners.clear();
    for (const listener of ended) listener(null);
    deps.log.warn({ followers: ended.length }, "event stream position lost, followers begin again");
  };
  const read = async (): Promise<void> => {
    for (;;) {
      const page = await deps.readAnchored(at, pageEvents).catch((error: unknown) => {
        if (error instanceof PositionLost) return null;
        throw error;
      });
      if (page === null) return beginAgain();
      take(page);
      if (page.hasOpenGap) setTimeout(() => reading?.trigger(), 5).unref();
      if (!page.isFull) return;
    }
  };
  const begin = async (): Promise<EventAnchor> => {
    at = await deps.head();
    keptAfter = at;
    reading = poller(read, deps.pollMs ?? 1_000, (error) =>
      deps.log.warn({ error }, "The event stream could not be read; it continues where it was."),
    );
    forget = deps.signals.on("events", reading.trigger);
    return at;
  };
  return {
    start: () => {
      started ??= outside(begin).catch((error: unknown) => {
        started = null;
        throw error;
      });
      return started.then(() => at);
    },
    attach: (after, listener) => {
      if (keptAfter === null || isAfter(keptAfter, after)) return null;
      listeners.add(listener);
      return kept.filter(({ place }) => isAfter(place, after));
    },
    detach: (listener) => {
      listeners.delete(listener);
    },
    close: async () => {
      forget();
      await reading?.stop();
    },
  };
}
