import type { Actor } from "@ashlar/kernel";
import { expect, it } from "vitest";
import { followOrders } from "./follow-orders.ts";
import type { OrderFeed, TrackedChange } from "./ports.ts";

const changeOf = (buyerId: string, sequence: number): TrackedChange => ({
  id: `${buyerId}-${sequence}`,
  data: { orderId: "o", buyerId, event: "order.placed", status: "pending", sequence, at: new Date(0) },
});
const actor = (userId: string, ...permissions: string[]): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});
const feedOf = (...changes: TrackedChange[]): OrderFeed => ({
  follow: async (after) => ({ position: after ?? "now", changes: ReadableStream.from(changes) }),
});

const seen = async (feed: OrderFeed, follower: Actor, signal: AbortSignal) => {
  const ids: string[] = [];
  const { messages } = await followOrders({ feed }, follower, { lastEventId: null, signal });
  for await (const { id } of messages) ids.push(id);
  return ids;
};

it("shows the follower's own orders, and everybody's to a holder of orders:read", async () => {
  const feed = feedOf(changeOf("ann", 1), changeOf("bob", 1), changeOf("ann", 2));
  const ended = AbortSignal.abort();
  expect(await seen(feed, actor("ann"), ended)).toEqual(["ann-1", "ann-2"]);
  expect(await seen(feed, actor("staff", "orders:write"), ended)).toEqual([]);
  expect(await seen(feed, actor("staff", "orders:read"), ended)).toEqual(["ann-1", "bob-1", "ann-2"]);
});

it("tells a follower who fell behind to come back, instead of looking complete", async () => {
  await expect(
    seen(feedOf(changeOf("ann", 1)), actor("ann"), new AbortController().signal),
  ).rejects.toMatchObject({
    name: "Unavailable",
  });
});

it("tells how far it has read for a follower who sees little, and never past a change that was not taken", async () => {
  const feed = feedOf(changeOf("bob", 1), changeOf("ann", 1), changeOf("bob", 2));
  const follow = { lastEventId: "before", signal: AbortSignal.abort() };
  const { position, messages } = await followOrders({ feed }, actor("ann"), follow);
  const iterator = messages[Symbol.asyncIterator]();
  expect(position()).toBe("before");
  expect((await iterator.next()).value).toMatchObject({ id: "ann-1" });
  expect(position()).toBe("bob-1");
  expect((await iterator.next()).done).toBe(true);
  expect(position()).toBe("bob-2");
});
