import { expect, test } from "vitest";
import { createClient, safe } from "../src/index.ts";
import { type Answer, scriptedServer } from "./scripted-server.ts";

const overloaded: Answer = {
  status: 503,
  failure: { code: "OVERLOADED", details: { retryAfterSeconds: 0 } },
};
const limited = (retryAfterSeconds: number): Answer => ({
  status: 429,
  failure: { code: "RATE_LIMITED", details: { retryAfterSeconds } },
});
const cut: Answer = { raw: (response) => response.destroy() };
const hang: Answer = { raw: () => undefined };
const halfAnswer: Answer = { raw: (response) => void response.writeHead(200).write("[{") };
const page: Answer = { raw: (response) => response.writeHead(503).end("<h1>Busy</h1>") };
const login = { email: "a@example.test", password: "secret" };

test.each([
  ["503", overloaded],
  ["429", limited(0)],
  ["a cut connection", cut],
  ["a proxy's 503", page],
  ["no answer in time", hang],
  ["half an answer in time", halfAnswer],
])("a query is made three times on %s, and no more", async (_name, answer) => {
  await using server = await scriptedServer({ "auth.me": () => answer });
  const [, error] = await safe(createClient({ url: server.url, timeoutMs: 100 }).auth.me.query());
  expect(error).toBeDefined();
  expect(server.requests).toHaveLength(3);
});

test.each([
  ["503", overloaded],
  ["429", limited(0)],
  ["a cut connection", cut],
  ["no answer in time", hang],
])("a mutation is made once on %s", async (_name, answer) => {
  await using server = await scriptedServer({ "auth.login": () => answer });
  const [, error] = await safe(createClient({ url: server.url, timeoutMs: 100 }).auth.login.mutate(login));
  expect(error).toBeDefined();
  expect(server.requests).toHaveLength(1);
});

test.each([
  ["a declared failure", { status: 404, failure: { code: "POST_NOT_FOUND", details: { postId: "p" } } }],
  ["a bug of the server", { status: 500, failure: { code: "INTERNAL", details: {} } }],
] as const)("a query is made once on %s", async (_name, answer) => {
  await using server = await scriptedServer({ "posts.get": () => answer });
  const [, error] = await safe(createClient({ url: server.url }).posts.get.query({ id: "p" }));
  expect(error?.data?.httpStatus).toBe(answer.status);
  expect(server.requests).toHaveLength(1);
});

test("what the server asks to wait is waited", async () => {
  await using server = await scriptedServer({
    "auth.me": (attempt) => (attempt === 1 ? limited(1) : { data: {} }),
  });
  await createClient({ url: server.url }).auth.me.query();
  const [first, second] = server.requests;
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(990);
});

test("a wait that would be too long is the caller's to decide", async () => {
  await using server = await scriptedServer({ "auth.me": () => limited(60) });
  const [, error] = await safe(createClient({ url: server.url }).auth.me.query());
  expect(error?.data?.failure).toEqual({ code: "RATE_LIMITED", details: { retryAfterSeconds: 60 } });
  expect(server.requests).toHaveLength(1);
});

test("a caller that aborts during a wait is answered at once", async () => {
  await using server = await scriptedServer({ "auth.me": () => limited(9) });
  const patient = new AbortController();
  let isOver = false;
  const query = (signal: AbortSignal) =>
    safe(createClient({ url: server.url }).auth.me.query(undefined, { signal }));
  const other = query(patient.signal).then(() => {
    isOver = true;
  });
  const [, error] = await query(AbortSignal.timeout(200));
  expect(error?.cause).toMatchObject({ name: "TimeoutError" });
  expect(isOver).toBe(false);
  patient.abort();
  await other;
  expect(server.requests).toHaveLength(2);
});

test("the error of a timeout says so", async () => {
  await using server = await scriptedServer({ "auth.login": () => hang });
  const [, error] = await safe(createClient({ url: server.url, timeoutMs: 50 }).auth.login.mutate(login));
  expect(error?.message).toBe(`${server.url} could not be reached: no answer within 50 ms.`);
  expect(error?.cause).toMatchObject({ reason: "timeout" });
});

test("in a batch only what failed for a transient reason is repeated", async () => {
  await using server = await scriptedServer({
    "auth.me": () => ({ data: {} }),
    "auth.sessions.list": (attempt) => (attempt === 1 ? overloaded : { data: [] }),
  });
  const client = createClient({ url: server.url });
  await Promise.all([client.auth.me.query(), client.auth.sessions.list.query()]);
  expect(server.requests.map(({ paths }) => paths)).toEqual([
    ["auth.me", "auth.sessions.list"],
    ["auth.sessions.list"],
  ]);
});
