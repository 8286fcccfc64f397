import { createClient } from "@ashlar/client";
import { listen } from "@ashlar/http";
import { silentLog } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeBackend } from "../../src/index.ts";
import { followed } from "./change-log.ts";
import { eventually } from "./eventually.ts";
import { type ShopServer, shopServer } from "./shop-server.ts";

type Client = ShopServer["customer"];
const story = ["order.placed", "order.confirmed"];

describe("the stream of changes of orders", () => {
  let shop: ShopServer;
  let server: ShopServer["server"];
  let customer: ShopServer["customer"];
  let author: ShopServer["author"];
  let staff: ShopServer["staff"];
  let product: ShopServer["product"];

  beforeAll(async () => {
    shop = await shopServer();
    ({ server, customer, author, staff, product } = shop);
  });
  afterAll(() => shop?.[Symbol.asyncDispose]());

  const place = async (client: Client) => {
    const { id } = await client.orders.place.mutate({
      items: [{ productId: product, quantity: 1 }],
      paymentToken: "ok",
    });
    return id;
  };

  it("tells a buyer of their own orders alone, and staff of everybody's, each once and in order", async () => {
    using mine = await followed(customer);
    using theirs = await followed(author);
    using all = await followed(staff);
    const [one, two, three] = [await place(customer), await place(author), await place(customer)];
    await eventually(() => [one, two, three].every((id) => all.of(id).length === 2));
    await eventually(() => mine.heard.length >= 4 && theirs.heard.length >= 2);
    expect([mine.of(one), mine.of(two), mine.of(three)]).toEqual([story, [], story]);
    expect(theirs.heard.map(({ data }) => data.orderId)).toEqual([two, two]);
    expect([all.of(one), all.of(two), all.of(three)]).toEqual([story, story, story]);
    const first = mine.heard[0]?.data;
    const { user } = await customer.auth.me.query();
    expect(first).toEqual({
      orderId: one,
      buyerId: user.id,
      event: "order.placed",
      status: "pending",
      sequence: 1,
      at: expect.any(Date),
    });
  });

  it("streams one order alone where asked to, and nothing of another's", async () => {
    const one = await place(customer);
    using mine = await followed(customer, one);
    using theirs = await followed(author, one);
    using all = await followed(staff);
    const two = await place(customer);
    await eventually(() => all.of(two).length === 2);
    await customer.orders.cancel.mutate({ id: one });
    await eventually(
      () => all.of(one).includes("order.cancelled") && mine.of(one).includes("order.cancelled"),
    );
    expect(mine.of(two)).toEqual([]);
    expect(theirs.heard).toEqual([]);
    const rest = await fetch(`${server.url}/api/v1/orders/changes?orderId=none`, {
      headers: { authorization: `Bearer ${await server.signIn("staff")}` },
    });
    expect(rest.status).toBe(422);
    expect(await rest.text()).toContain("orderId");
  });

  it("continues after the last message over REST, without a gap or a repetition", async () => {
    const token = await server.signIn("staff");
    using live = await followed(staff);
    const ids = [await place(customer), await place(customer)];
    await eventually(() => ids.every((id) => live.of(id).length === 2));
    const all = live.heard.map(({ id }) => id);
    const resumed = await restMessages(token, all[0] ?? "", all.length - 1);
    expect(resumed).toEqual(all.slice(1));
  });

  it("refuses a position that is not one of the stream before it begins", async () => {
    const token = await server.signIn("customer");
    const response = await fetch(`${server.url}/api/v1/orders/changes`, {
      headers: { authorization: `Bearer ${token}`, "last-event-id": "no position" },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { details: [{ field: "lastEventId" }] } });
  });

  it("refuses a position that the database never had, on every surface, before the stream begins", async () => {
    const token = await server.signIn("customer");
    const authorization = `Bearer ${token}`;
    const ahead = "zzzzzzzz-zzzz-0123abcd";
    for (const [url, headers] of [
      [`/api/v1/orders/changes?lastEventId=${ahead}`, {}],
      ["/api/v1/orders/changes", { "last-event-id": ahead }],
    ] as const) {
      const response = await fetch(server.url + url, { headers: { authorization, ...headers } });
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: { code: "STREAM_POSITION_LOST" } });
    }
    const input = encodeURIComponent(JSON.stringify({ json: { lastEventId: ahead } }));
    for (const query of [`lastEventId=${ahead}`, `input=${input}`]) {
      const response = await fetch(`${server.url}/trpc/orders.changes?${query}`, {
        headers: { authorization },
      });
      expect(await response.text()).toMatch(/^event: serialized-error\ndata: .*"STREAM_POSITION_LOST"/);
    }
    // An empty position in the address takes back what a link has put into the input.
    const leave = new AbortController();
    const url = `${server.url}/trpc/orders.changes?lastEventId=&input=${input}`;
    const opened = await fetch(url, { headers: { authorization }, signal: leave.signal });
    const first = await opened.body?.pipeThrough(new TextDecoderStream()).getReader().read();
    expect(first?.value).toContain("event: connected");
    leave.abort();
  });

  it("tells of what another node did", async () => {
    const node = await composeBackend({
      databaseUrl: server.database.url,
      log: silentLog,
      isProduction: false,
      origins: { own: [], allowed: [], allowsLoopback: true },
      trustedProxyHops: 0,
      runsJobs: false,
    });
    const { app, activeRequests } = node;
    const other = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
    const token = await server.signIn("customer");
    using mine = await followed(createClient({ url: `http://127.0.0.1:${other.port}`, token }));
    const id = await place(customer);
    await eventually(() => mine.of(id).length === 2);
    expect(mine.of(id)).toEqual(story);
    await other.drain(500);
    await node.close();
  });

  it("ends within seconds when the session ends, and says why", async () => {
    const leaving = await server.as("customer");
    using mine = await followed(leaving);
    await leaving.auth.logout.mutate();
    await eventually(() => mine.error() !== null);
    expect(mine.error()).toMatchObject({ data: { httpStatus: 401, failure: { code: "UNAUTHENTICATED" } } });
    const heard = mine.heard.length;
    const id = await place(customer);
    await eventually(async () => (await customer.orders.get.query({ id })).status === "confirmed");
    expect(mine.heard).toHaveLength(heard);
  });

  it("narrows to the caller's own orders within seconds when a role is lost, without missing one", async () => {
    const demoted = await server.as("staff");
    const { user } = await demoted.auth.me.query();
    using changes = await followed(demoted);
    const before = await place(customer);
    await eventually(() => changes.of(before).length === 2);
    await server.database.sql`update users set roles = '{customer}' where id = ${user.id}`;
    await eventually(async () => {
      const own = await place(demoted);
      const foreign = await place(customer);
      await eventually(() => changes.of(own).length === 2);
      return changes.of(foreign).length === 0;
    });
    expect(changes.error()).toBeNull();
  });

  /** Reads ids of messages from the REST stream after a position. */
  async function restMessages(token: string, after: string, count: number): Promise<string[]> {
    const leave = new AbortController();
    const response = await fetch(`${server.url}/api/v1/orders/changes`, {
      headers: { authorization: `Bearer ${token}`, "last-event-id": after },
      signal: leave.signal,
    });
    let text = "";
    for await (const chunk of (response.body ?? expect.unreachable()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if ((text.match(/\ndata: /g) ?? []).length >= count) break;
    }
    leave.abort();
    return [...text.matchAll(/^id: (.+)\ndata: /gm)].map(([, id = ""]) => id);
  }
});
