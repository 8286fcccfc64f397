import type { EventStream, StoredEvent } from "@ashlar/spine";
import type { OrderFeed, TrackedChange } from "../application/ports.ts";
import { statusOf } from "../domain/timeline.ts";
import { orderEventNames } from "./order-event-names.ts";

type StoredOrderEvent = StoredEvent<(typeof orderEventNames)[number]>;

/** Reads the changes of orders from the stream of events; each becomes a message once, whoever follows. */
export function streamOrderFeed(stream: Pick<EventStream, "follow" | "head" | "resume">): OrderFeed {
  const messages = new WeakMap<StoredEvent, TrackedChange>();
  const messageOf = (event: StoredOrderEvent): TrackedChange => {
    const known = messages.get(event);
    if (known) return known;
    const message = changeOf(event);
    messages.set(event, message);
    return message;
  };
  const messagesFrom = async function* (after: string, signal: AbortSignal) {
    for await (const event of stream.follow({ after, types: orderEventNames, signal })) {
      // Sound: the stream gives events of the types asked for alone.
      yield messageOf(event as StoredOrderEvent);
    }
  };
  return {
    follow: async (after, signal) => {
      // The stream would refuse the position, too, but only when it is read.
      if (after !== null) await stream.resume(after);
      const position = after ?? (await stream.head());
      return { position, changes: messagesFrom(position, signal) };
    },
  };
}

const changeOf = ({
  type,
  aggregateId,
  data,
  sequence,
  occurredAt,
  cursor,
}: StoredOrderEvent): TrackedChange => ({
  id: cursor,
  data: {
    orderId: aggregateId,
    buyerId: data.buyerId,
    event: type,
    status: statusOf(type),
    sequence,
    at: occurredAt,
  },
});
