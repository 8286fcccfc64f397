import { uuidV7 } from "@ashlar/kernel";
import { expect, test } from "vitest";
import type { StreamPosition } from "../events/event-cursor.ts";
import { type EventRecord, toStoredEvent } from "../events/to-stored-event.ts";
import { followEvents } from "./follow-events.ts";
import type { TailListener } from "./stream-tail.ts";

const recordAt = (position: number): EventRecord => ({
  id: uuidV7(),
  xid: position,
  position,
  type: "user.registered",
  version: 1,
  aggregate: "user",
  aggregateId: uuidV7(),
  sequence: 1,
  data: { userId: uuidV7(), email: "a@b.test", name: String(position) },
  occurredAt: new Date(),
  actorId: null,
  requestId: null,
  traceparent: null,
});

const silent = (): void => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

test("a follower that has read further than the shared reader gets nothing twice when that one catches up", async () => {
  const records = [1, 2, 3, 4].map(recordAt);
  const placed = records.map(
    (record): { place: StreamPosition; event: ReturnType<typeof toStoredEvent> } => ({
      place: { xid: record.xid, position: record.position },
      event: toStoredEvent(record),
    }),
  );
  const listeners: TailListener[] = [];
  const tail = {
    start: async () => ({ xid: 1, position: 1, mark: null }),
    // The reader stands at 1; the follower comes with what it has read itself.
    attach: (after: StreamPosition, listener: TailListener) => {
      if (after.position < 1) return null;
      listeners.push(listener);
      return [];
    },
    detach: silent,
    close: async () => undefined,
  };
  const readAnchored = async () => ({ records: records.slice(0, 3), isFull: false, hasOpenGap: false });
  const ending = new AbortController();
  const seen: number[] = [];
  const follower = followEvents({ tail, readAnchored, log }, { after: "0-0", signal: ending.signal });
  for await (const { position } of follower) {
    seen.push(position);
    if (position === 3) queueMicrotask(() => setTimeout(() => listeners[0]?.(placed.slice(1)), 1));
    if (position === 4) ending.abort();
  }
  expect(seen).toEqual([1, 2, 3, 4]);
});
