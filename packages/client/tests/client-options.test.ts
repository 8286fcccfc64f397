import { observable } from "@trpc/server/observable";
import { afterEach, expect, test, vi } from "vitest";
import { createClient, forwarding, safe, type TokenPair, tokenPair } from "../src/index.ts";
import { type Answer, scriptedServer } from "./scripted-server.ts";

const me = () => ({ data: {} });
const unauthenticated: Answer = { status: 401, failure: { code: "UNAUTHENTICATED", details: {} } };
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

afterEach(() => vi.unstubAllGlobals());

test("headers go with every request, from a value or a function, and with one call from its context", async () => {
  await using server = await scriptedServer({ "auth.me": me, "posts.publish": me });
  const fixed = createClient({ url: server.url, headers: { "x-tenant": "a", "x-none": undefined } });
  await fixed.auth.me.query();
  let count = 0;
  const asked = createClient({ url: server.url, headers: async () => ({ "X-Count": String(++count) }) });
  await asked.auth.me.query();
  await asked.posts.publish.mutate(
    { id: "1" },
    { context: { headers: { "x-count": "own", "x-more": "1" } } },
  );
  expect(
    server.requests.map(({ headers }) => [headers["x-tenant"], headers["x-count"], headers["x-more"]]),
  ).toEqual([
    ["a", undefined, undefined],
    [undefined, "1", undefined],
    [undefined, "own", "1"],
  ]);
});

test("links stand in front of the client's own and see every call", async () => {
  await using server = await scriptedServer({ "auth.me": me });
  const seen: string[] = [];
  const client = createClient({
    url: server.url,
    links: [
      () =>
        ({ op, next }) =>
          observable((observer) => {
            seen.push(op.path);
            return next(op).subscribe(observer);
          }),
    ],
  });
  await client.auth.me.query();
  expect(seen).toEqual(["auth.me"]);
});

test("a relative address is one of the page's origin", async () => {
  await using server = await scriptedServer({ "auth.me": me });
  vi.stubGlobal("location", { origin: server.url });
  await createClient({ url: "/api" }).auth.me.query();
  await createClient({ url: "" }).auth.me.query();
  expect(server.requests.map(({ url }) => url.pathname)).toEqual(["/api/trpc/auth.me", "/trpc/auth.me"]);
});

test("a server sends on of its request what says who is calling, and gets the cookies back", async () => {
  await using server = await scriptedServer({
    "auth.logout": () => ({
      raw: (response) => {
        response.writeHead(200, { "content-type": "application/json", "set-cookie": ["a=1; Path=/", "b=2"] });
        response.end(JSON.stringify({ result: { data: { json: null } } }));
      },
    }),
  });
  const headers = new Headers({
    cookie: "__Host-ashlar_session=secret",
    origin: "https://shop.example",
    "x-forwarded-for": "203.0.113.7",
    "user-agent": "Browser/1",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    authorization: "Basic of-the-page",
    "content-length": "7",
  });
  const cookies: string[] = [];
  const client = createClient({
    url: server.url,
    ...forwarding({ headers }, (cookie) => cookies.push(cookie)),
  });
  await client.auth.logout.mutate();
  expect(server.requests[0]?.headers).toMatchObject({
    cookie: "__Host-ashlar_session=secret",
    origin: "https://shop.example",
    "x-forwarded-for": "203.0.113.7",
    "user-agent": "Browser/1",
    traceparent: headers.get("traceparent"),
  });
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  expect(cookies).toEqual(["a=1; Path=/", "b=2"]);
});

test("the status and headers of every answer are reported", async () => {
  await using server = await scriptedServer({ "auth.me": () => unauthenticated });
  const statuses: number[] = [];
  const client = createClient({ url: server.url, onResponse: ({ status }) => statuses.push(status) });
  await safe(client.auth.me.query());
  expect(statuses).toEqual([401]);
});

test("a caller that nobody is signed in for is reported once for each call", async () => {
  await using server = await scriptedServer({ "auth.me": () => unauthenticated, "posts.get": me });
  const paths: unknown[] = [];
  const client = createClient({
    url: server.url,
    batch: false,
    onUnauthenticated: (error) => paths.push(error.data?.failure?.code),
  });
  await Promise.all([safe(client.auth.me.query()), client.posts.get.query({ id: "1" })]);
  expect(paths).toEqual(["UNAUTHENTICATED"]);
});

/** A server that takes the access token `a<n>` of the newest pair alone, and renews pairs in order. */
async function tokenServer(first: TokenPair) {
  const state = { generation: 1, refreshes: 0, kept: first as TokenPair | null };
  const server = await scriptedServer({
    "auth.me": (_, { headers }) =>
      headers.authorization === `Bearer a${state.generation}` ? me() : unauthenticated,
    "auth.tokens.refresh": (_, { body, headers }) => {
      state.refreshes += 1;
      expect(headers.authorization).toBeUndefined();
      if (!body.includes(`"r${state.generation}"`))
        return { status: 401, failure: { code: "INVALID_REFRESH_TOKEN", details: {} } };
      state.generation += 1;
      const n = state.generation;
      return { data: { accessToken: `a${n}`, refreshToken: `r${n}`, expiresAt: inMinutes(10) } };
    },
  });
  const lost: unknown[] = [];
  const open = () =>
    createClient({
      url: server.url,
      batch: false,
      tokens: tokenPair({
        read: async () => state.kept,
        write: async (pair) => {
          state.kept = pair;
        },
      }),
      onUnauthenticated: (error) => lost.push(error.message),
    });
  const client = open();
  return { state, client, open, lost, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const pair = (n: number, minutes: number): TokenPair => ({
  accessToken: `a${n}`,
  refreshToken: `r${n}`,
  expiresAt: inMinutes(minutes),
});

test("a pair that is about to end is renewed once for all calls that wait", async () => {
  await using on = await tokenServer(pair(1, 0.1));
  await Promise.all(Array.from({ length: 8 }, () => on.client.auth.me.query()));
  expect([on.state.refreshes, on.state.kept?.accessToken, on.lost]).toEqual([1, "a2", []]);
});

test("a pair that the server refuses is renewed once, and every call repeated", async () => {
  await using on = await tokenServer({ ...pair(1, 10), accessToken: "revoked" });
  await Promise.all(Array.from({ length: 8 }, () => on.client.auth.me.query()));
  expect([on.state.refreshes, on.state.kept?.accessToken, on.lost]).toEqual([1, "a2", []]);
});

test("a refused refresh token signs the user out and is not tried again", async () => {
  await using on = await tokenServer({ ...pair(9, 10), accessToken: "revoked" });
  const [, error] = await safe(on.client.auth.me.query());
  expect(error?.data?.failure?.code).toBe("UNAUTHENTICATED");
  await safe(on.client.auth.me.query());
  expect([on.state.refreshes, on.state.kept, on.lost.length]).toEqual([1, null, 2]);
});

test("tabs renew one after the other, and the second takes the pair of the first", async () => {
  let last: Promise<unknown> = Promise.resolve();
  const locks = {
    request: (_: string, work: () => Promise<unknown>) => {
      last = last.then(work, work);
      return last;
    },
  };
  vi.stubGlobal("navigator", { locks });
  await using on = await tokenServer(pair(1, 0.1));
  await Promise.all([on.client, on.open(), on.open()].map((client) => client.auth.me.query()));
  expect([on.state.refreshes, on.state.kept?.accessToken, on.lost]).toEqual([1, "a2", []]);
});
