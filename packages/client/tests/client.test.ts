import { expect, test } from "vitest";
import { createClient, isClientError, safe, Unreachable } from "../src/index.ts";
import { scriptedServer } from "./scripted-server.ts";

const post = { id: "p-1", title: "Stones", createdAt: new Date("2026-01-02T03:04:05.678Z") };
const overloaded = { code: "OVERLOADED", details: { retryAfterSeconds: 0 } };
const login = { email: "a@example.test", password: "secret" };

test("a date arrives as a Date", async () => {
  await using server = await scriptedServer({ "posts.get": () => ({ data: post }) });
  const found = await createClient({ url: server.url }).posts.get.query({ id: "p-1" });
  expect(found).toEqual(post);
  expect(found.createdAt).toBeInstanceOf(Date);
});

test.each(["", "/", "/trpc", "/trpc/"])("the address may end in %j", async (end) => {
  await using server = await scriptedServer({ "auth.me": () => ({ data: {} }) });
  await createClient({ url: `${server.url}${end}` }).auth.me.query();
  expect(server.requests[0]?.url.pathname).toBe("/trpc/auth.me");
});

test.each(["localhost:3000", "/api", "", "ftp://example.test"])("%j is refused as an address", (url) => {
  expect(() => createClient({ url })).toThrow(/must be an absolute address/);
});

test("queries of one tick share requests of at most ten calls", async () => {
  await using server = await scriptedServer({ "posts.get": () => ({ data: post }) });
  const client = createClient({ url: server.url });
  await Promise.all(Array.from({ length: 23 }, (_, index) => client.posts.get.query({ id: `p-${index}` })));
  expect(server.requests.map(({ method, paths }) => `${method} ${paths.length}`).sort()).toEqual([
    "GET 10",
    "GET 10",
    "GET 3",
  ]);
});

test("no batch has an address longer than proxies take", async () => {
  await using server = await scriptedServer({ "posts.get": () => ({ data: post }) });
  const client = createClient({ url: server.url });
  const id = "p".repeat(3_000);
  await Promise.all([1, 2, 3, 4].map(() => client.posts.get.query({ id })));
  expect(server.requests.map(({ paths }) => paths.length)).toEqual([2, 2]);
});

test("without batching every query is a request", async () => {
  await using server = await scriptedServer({ "auth.me": () => ({ data: {} }) });
  const client = createClient({ url: server.url, batch: false });
  await Promise.all([client.auth.me.query(), client.auth.me.query()]);
  expect(server.requests.map(({ url }) => url.searchParams.has("batch"))).toEqual([false, false]);
});

test("a mutation is a request of its own with a key of its own", async () => {
  await using server = await scriptedServer({ "posts.publish": () => ({ data: post }) });
  const client = createClient({ url: server.url });
  await Promise.all([client.posts.publish.mutate({ id: "1" }), client.posts.publish.mutate({ id: "1" })]);
  const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(server.requests.map(({ method, paths }) => `${method} ${paths.length}`)).toEqual([
    "POST 1",
    "POST 1",
  ]);
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(keys[1]).not.toBe(keys[0]);
});

test("a caller that repeats a mutation may give it the key it had", async () => {
  await using server = await scriptedServer({ "posts.publish": () => ({ data: post }) });
  const client = createClient({ url: server.url });
  await client.posts.publish.mutate({ id: "1" }, { context: { idempotencyKey: "k-1" } });
  expect(server.requests[0]?.headers["idempotency-key"]).toBe("k-1");
});

test("a query carries no key", async () => {
  await using server = await scriptedServer({ "auth.me": () => ({ data: {} }) });
  await createClient({ url: server.url }).auth.me.query();
  expect(server.requests[0]?.headers).not.toHaveProperty("idempotency-key");
});

test("secrets are read again for every request", async () => {
  await using server = await scriptedServer({
    "auth.me": () => ({ data: {} }),
    "auth.logout": () => ({ data: undefined }),
  });
  const secrets = ["t-1", "t-2"];
  const client = createClient({ url: server.url, token: async () => secrets.shift() });
  await client.auth.me.query();
  await client.auth.logout.mutate();
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer t-1", "Bearer t-2"]);
});

test("an API key has its own header, and a secret that is not there sends none", async () => {
  await using server = await scriptedServer({ "auth.me": () => ({ data: {} }) });
  await createClient({ url: server.url, apiKey: "ashlar_k" }).auth.me.query();
  await createClient({ url: server.url, token: () => null }).auth.me.query();
  expect(server.requests[0]?.headers["x-api-key"]).toBe("ashlar_k");
  expect(server.requests[1]?.headers).not.toHaveProperty("authorization");
});

test.each([
  ["include", {}],
  ["omit", { token: "t" }],
  ["omit", { apiKey: "k" }],
] as const)("cookies: %s with %j", async (credentials, secret) => {
  const modes: unknown[] = [];
  const client = createClient({
    url: "http://example.test",
    ...secret,
    fetch: (_url, init) => {
      modes.push(init.credentials);
      return Response.json([{ result: { data: { json: {} } } }]);
    },
  });
  await client.auth.me.query();
  expect(modes).toEqual([credentials]);
});

test("a declared failure reaches the caller of safe whole", async () => {
  const failure = { code: "POST_NOT_FOUND", details: { postId: "p-1" } };
  await using server = await scriptedServer({ "posts.get": () => ({ status: 404, failure }) });
  const [found, error] = await safe(createClient({ url: server.url }).posts.get.query({ id: "p-1" }));
  expect(found).toBeUndefined();
  expect(error?.data).toMatchObject({ failure, httpStatus: 404, requestId: "r-1" });
  expect(server.requests).toHaveLength(1);
});

test("one failure in a batch is that call's alone", async () => {
  await using server = await scriptedServer({
    "posts.get": () => ({ status: 404, failure: { code: "POST_NOT_FOUND", details: { postId: "p" } } }),
    "auth.me": () => ({ data: {} }),
  });
  const client = createClient({ url: server.url });
  const [[, failed], [, fine]] = await Promise.all([
    safe(client.posts.get.query({ id: "p" })),
    safe(client.auth.me.query()),
  ]);
  expect(failed?.data?.failure?.code).toBe("POST_NOT_FOUND");
  expect(fine).toBeUndefined();
  expect(server.requests).toHaveLength(1);
});

test("nobody there: the error names the origin and has no data", async () => {
  const url = "http://127.0.0.1:1";
  const [, error] = await safe(createClient({ url }).auth.login.mutate(login));
  expect(isClientError(error)).toBe(true);
  expect(error?.message).toBe(`${url} could not be reached.`);
  expect(error?.data).toBeUndefined();
  expect(error?.cause).toBeInstanceOf(Unreachable);
  expect(error?.cause).toMatchObject({ reason: "network", origin: url });
});

test("a proxy's error page is told from an answer", async () => {
  await using server = await scriptedServer({
    "auth.login": () => ({ raw: (response) => response.writeHead(502).end("<h1>Bad gateway</h1>") }),
  });
  const [, error] = await safe(createClient({ url: server.url }).auth.login.mutate(login));
  expect(error?.cause).toMatchObject({ reason: "not-json", status: 502 });
  expect(server.requests).toHaveLength(1);
});

test("what the caller aborts is no failure of the network, and is not repeated", async () => {
  await using server = await scriptedServer({ "auth.me": () => ({ raw: () => aborting.abort() }) });
  const aborting = new AbortController();
  const call = createClient({ url: server.url }).auth.me.query(undefined, { signal: aborting.signal });
  const [, error] = await safe(call);
  expect(error?.cause).toMatchObject({ name: "AbortError" });
  expect(server.requests).toHaveLength(1);
});

test("a transient failure does not reach the caller of a query", async () => {
  await using server = await scriptedServer({
    "posts.get": (attempt) => (attempt < 3 ? { status: 503, failure: overloaded } : { data: post }),
  });
  expect(await createClient({ url: server.url }).posts.get.query({ id: "p-1" })).toEqual(post);
  expect(server.requests).toHaveLength(3);
});
