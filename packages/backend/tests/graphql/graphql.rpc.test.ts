import { hash } from "node:crypto";
import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ShopServer, shopServer } from "../shop/shop-server.ts";
import { testServer } from "../test-server.ts";
import { resultsUntil, send } from "./graphql-client.ts";

describe("GraphQL", () => {
  let shop: ShopServer;
  let url: string;
  let product: string;
  let bearer: (role: "customer" | "author" | "staff") => Promise<Record<string, string>>;
  beforeAll(async () => {
    shop = await shopServer();
    ({ product } = shop);
    ({ url } = shop.server);
    bearer = async (role) => ({ authorization: `Bearer ${await shop.server.signIn(role)}` });
  });
  afterAll(() => shop?.[Symbol.asyncDispose]());

  it("reads what the typed client reads, by POST and by GET", async () => {
    const query =
      "query ($id: ID!) { productsGet(id: $id) { id name price { amountMinor currency } createdAt } }";
    const { data } = await send(url, query, { variables: { id: product } });
    const { id, name, price, createdAt } = await shop.server.anonymous.products.get.query({ id: product });
    expect(data).toEqual({ productsGet: { id, name, price, createdAt: createdAt.toISOString() } });
    const variables = encodeURIComponent(JSON.stringify({ id: product }));
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}&variables=${variables}`);
    expect(await response.json()).toEqual({ data });
    const several = await send(
      url,
      "{ authSession { user { email } } productsList(limit: 1) { items { id } page { limit hasNext } } }",
    );
    expect(several.data).toMatchObject({
      authSession: null,
      productsList: { items: [{}], page: { limit: 1 } },
    });
  });

  it("joins what is selected, with as many statements for 50 rows as for 5", async () => {
    const draft = await shop.author.posts.create.mutate({ title: "By GraphQL", body: "." });
    await shop.author.posts.publish.mutate({ id: draft.id });
    const query =
      "query ($limit: Int) { postsList(limit: $limit) { items { ...post } } } fragment post on Post { id author { name } }";
    const { data } = await send(url, query, { variables: { limit: 5 } });
    expect(data).toMatchObject({
      postsList: { items: [{ id: draft.id, author: { name: expect.any(String) } }] },
    });
    const without = await send(url, "{ postsList { items { id } } }");
    expect(without.data).toMatchObject({ postsList: { items: [{ id: draft.id }] } });
  });

  it("fails with the codes, details and messages of every other surface", async () => {
    const { data, errors } = await send(
      url,
      `{ a: productsList(limit: 1000) { page { limit } } b: ordersList { page { limit } } c: productsGet(id: "${crypto.randomUUID()}") { id } }`,
    );
    expect(data).toEqual({ a: null, b: null, c: null });
    expect(errors.map(({ extensions: { code } }) => code).sort()).toEqual([
      "PRODUCT_NOT_FOUND",
      "UNAUTHENTICATED",
      "VALIDATION_FAILED",
    ]);
    const one = await send(url, "{ productsList(limit: 1000) { page { limit } } }");
    expect(one.errors[0]?.extensions).toMatchObject({
      code: "VALIDATION_FAILED",
      status: 422,
      details: { issues: [expect.objectContaining({ field: "limit", constraint: "max 100" })] },
    });
    expect((await send(url, "{ ordersList { page { limit } } }")).errors[0]?.extensions).toMatchObject({
      code: "UNAUTHENTICATED",
      status: 401,
    });
  });

  it("places an order once by its key, and streams its changes", async () => {
    const headers = await bearer("customer");
    const subscription = "subscription { ordersChanges { id data { orderId event status } } }";
    const stream = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query: subscription }),
    });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const mutation = `mutation ($key: String, $items: [OrdersPlaceItemsInput!]!) {
      ordersPlace(items: $items, paymentToken: "tok_ok", idempotencyKey: $key) { id status items { quantity } }
    }`;
    const variables = { key: "graphql-1", items: [{ productId: product, quantity: 2 }] };
    const first = await send(url, mutation, { headers, variables });
    const again = await send(url, mutation, { headers, variables });
    expect(first.data).toMatchObject({ ordersPlace: { status: "pending", items: [{ quantity: 2 }] } });
    expect(again.data).toEqual(first.data);
    const results = await resultsUntil(stream, (found) => found.length >= 2);
    const { id } = Object(first.data?.ordersPlace);
    expect(results).toEqual([
      {
        data: {
          ordersChanges: {
            id: expect.any(String),
            data: { orderId: id, event: "order.placed", status: "pending" },
          },
        },
      },
      {
        data: {
          ordersChanges: {
            id: expect.any(String),
            data: { orderId: id, event: "order.confirmed", status: "confirmed" },
          },
        },
      },
    ]);
    const keyless = await send(url, mutation, { headers, variables: { items: variables.items } });
    expect(keyless.errors[0]?.extensions).toMatchObject({ code: "IDEMPOTENCY_KEY_REQUIRED" });
    const refused = await send(url, subscription);
    expect(refused.errors[0]?.extensions).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("refuses operations that are too deep, make too many calls, or cost too much, before anything is run", async () => {
    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: authSession { sessionId }`).join(
      " ",
    );
    const spread = `{ ${"...f ".repeat(2)} } fragment f on Query { ${Array.from({ length: 8 }, (_, n) => `b${n}: authSession { sessionId }`).join(" ")} }`;
    const deep = `{ __schema { types { ${"ofType: fields { type { ".repeat(6)} name ${"} }".repeat(6)} } } }`;
    const costly = `{ ${["a", "b", "c", "d", "e"].map((name) => `${name}: postsList(limit: 100) { items { author { name } } }`).join(" ")} }`;
    const long = `{ authSession { ${"sessionId ".repeat(3_000)} } }`;
    for (const query of [aliases && `{ ${aliases} }`, spread, deep, costly, long]) {
      const reply = await send(url, query);
      expect([query.slice(0, 40), reply.status, reply.data]).toEqual([query.slice(0, 40), 400, undefined]);
    }
    const fifty = await send(url, "query ($n: Int) { postsList(limit: $n) { items { author { name } } } }", {
      variables: { n: 50 },
    });
    expect(fifty.status).toBe(200);
  });

  it("refuses what is no operation with a sentence, and names no field that was not asked for", async () => {
    expect((await send(url, "{ productList { id } }")).errors[0]?.message).not.toMatch(/Did you mean/);
    const mutation = await fetch(`${url}/graphql?query=${encodeURIComponent("mutation { authLogout }")}`);
    expect(mutation.status).toBe(405);
    const text = await fetch(`${url}/graphql`, {
      method: "POST",
      body: "{ authSession }",
      headers: { "content-type": "text/plain" },
    });
    expect(text.status).toBe(415);
    expect(
      (await send(url, "query A { authSession { sessionId } } query B { authSession { sessionId } }"))
        .errors[0]?.message,
    ).toContain("operationName");
  });

  it("never makes a fault of a text", async () => {
    const texts = [
      "",
      "{",
      "}",
      "{}",
      "query",
      "\u0000",
      "{ authSession",
      "fragment f on Query { ...f } { ...f }",
      "{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }",
      "{ __typename }",
      "subscription { __typename }",
      `{ productsGet(id: "\\u0000") { id } }`,
      `{ productsGet(id: ${"[".repeat(500)}1${"]".repeat(500)}) { id } }`,
      `{ postsList(filter: { status: nothing }) { page { limit } } }`,
      `query ($a: Int = 1e999) { postsList(limit: $a) { page { limit } } }`,
      "{ postsList(page: 99999999999999999999) { page { limit } } }",
      "{ authSession @skip(if: true) { sessionId } }",
      'mutation { authLogin(email: "a@b.example", password: null) { token } }',
      `{ ${"a".repeat(10_000)} }`,
      "# only a comment",
    ];
    for (const text of texts) {
      const reply = await send(url, text);
      expect([text.slice(0, 60), reply.status < 500]).toEqual([text.slice(0, 60), true]);
      expect(reply.errors.every(({ extensions }) => extensions.code !== "INTERNAL")).toBe(true);
    }
    for (const body of [
      "",
      "[]",
      "1",
      '{"query":1}',
      '{"query":"{authSession{sessionId}}","variables":[]}',
      "null",
    ]) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      expect([body, response.status]).toEqual([body, 400]);
    }
    expect(shop.server.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

it("runs persisted operations alone where a list of them is given", async () => {
  const text = "{ authSession { sessionId } }";
  const sha256Hash = hash("sha256", text, "hex");
  await using server = await testServer({
    rateLimits: endlessRateLimits,
    graphqlOperations: new Map([[sha256Hash, text]]),
  });
  const persisted = (value: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: value } },
  });
  expect((await send(server.url, "", persisted(sha256Hash))).data).toEqual({ authSession: null });
  expect((await send(server.url, "", persisted("0".repeat(64)))).errors[0]?.extensions.code).toBe(
    "PERSISTED_QUERY_NOT_FOUND",
  );
  expect((await send(server.url, text)).errors[0]?.extensions.code).toBe("OPERATION_NOT_ALLOWED");
});

it("is not there where it is turned off", async () => {
  await using server = await testServer({ protocols: [] });
  expect((await fetch(`${server.url}/graphql?query={__typename}`)).status).toBe(404);
  expect((await fetch(`${server.url}/mcp`, { method: "POST" })).status).toBe(404);
});
