import { AsyncLocalStorage } from "node:async_hooks";
import type { Log } from "@ashlar/kernel";
import { type EventPlace, eventPlace, isAfter } from "../events/event-cursor.ts";
import type { EventPage } from "../events/read-page.ts";
import { readableEvents } from "../events/readable-events.ts";
import type { StoredEvent } from "../events/stored-event.ts";
import type { Signals } from "../signals/signals.ts";
import { type Repeater, repeater } from "../worker/repeater.ts";

/** An event with its place, as followers pass it on. */
export type PlacedEvent = { readonly place: EventPlace; readonly event: StoredEvent };

export type TailListener = (events: readonly PlacedEvent[]) => void;

/** The end of the stream as one reader of the process sees it. */
export type StreamTail = {
  /**
   * Attaches a listener that gets every event after `after` from now on, and answers those that it has missed; null
   * when they are no longer in memory: read on, and ask again.
   */
  readonly attach: (after: EventPlace, listener: TailListener) => readonly PlacedEvent[] | null;
  readonly detach: (listener: TailListener) => void;
  /** Starts to read, unless it has. @returns Where it stands. */
  readonly start: () => Promise<EventPlace>;
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
 */
export function streamTail(deps: {
  readonly readPage: (after: EventPlace, limit: number) => Promise<EventPage>;
  readonly head: () => Promise<EventPlace>;
  readonly signals: Signals;
  readonly log: Log;
  readonly pollMs?: number;
}): StreamTail {
  const listeners = new Set<TailListener>();
  // Whoever follows first may be a request that ends; the reading is for all.
  const outside = AsyncLocalStorage.snapshot();
  let kept: PlacedEvent[] = [];
  /** Everything after this and up to `at` is in `kept`. */
  let keptAfter: EventPlace | null = null;
  let at: EventPlace = { xid: 0, position: 0 };
  let started: Promise<EventPlace> | null = null;
  let reading: Repeater | null = null;
  let forget = (): void => undefined;

  const take = (page: EventPage): void => {
    const last = page.records.at(-1);
    if (!last) return;
    at = { xid: last.xid, position: last.position };
    const placed = readableEvents(page.records, deps.log).map((event) => ({
      place: eventPlace(event.cursor),
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
  const read = async (): Promise<void> => {
    for (;;) {
      const page = await deps.readPage(at, pageEvents);
      take(page);
      if (page.isHeldBack) setTimeout(() => reading?.now(), 5).unref();
      if (!page.isFull) return;
    }
  };
  const begin = async (): Promise<EventPlace> => {
    at = await deps.head();
    keptAfter = at;
    reading = repeater(read, deps.pollMs ?? 1_000, (error) =>
      deps.log.warn({ error }, "The event stream could not be read; it goes on where it was."),
    );
    forget = deps.signals.on("events", reading.now);
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
