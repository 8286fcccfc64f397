import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@ashlar/client";
import { listen } from "@ashlar/http";
import { endlessRateLimits } from "@ashlar/resilience";
import { createMetrics } from "@ashlar/telemetry";
import { eventually, silentLog, startTcpProxy, type TcpProxy, testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { composeBackend, seedDemoAccounts } from "../src/index.ts";
import { overRest, overTrpc } from "./authorization/call-surface.ts";
import { targets } from "./authorization/cells.ts";

/** What the objectives count as faults, see `recording.rules.yaml`; the whole answer where it is none. */
async function faults(): Promise<readonly string[]> {
  const counted =
    /^(ashlar_calls_total\{.*code="(INTERNAL|OVERLOADED)".*\}|ashlar_http_(refused|failed)_total) [1-9]/;
  return (await metrics.text()).split("\n").filter((line) => counted.test(line));
}

const metrics = createMetrics();
let url: string;
let proxy: TcpProxy;
let token: string;
let backend: Awaited<ReturnType<typeof composeBackend>>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await testDatabase();
  await seedDemoAccounts(database.connection);
  const behind = new URL(database.url);
  proxy = await startTcpProxy({ targetHost: behind.hostname, targetPort: Number(behind.port) });
  behind.hostname = "127.0.0.1";
  behind.port = String(proxy.port);
  backend = await composeBackend({
    databaseUrl: behind.href,
    log: silentLog,
    isProduction: false,
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    rateLimits: endlessRateLimits,
    runsJobs: false,
    metrics,
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${server.port}`;
  const account = { email: "admin@ashlar.test", password: "correct-horse-battery" };
  token = (await createClient({ url }).auth.login.mutate(account)).token;
  closing.push(
    () => server.drain(1_000),
    () => backend.close(),
    proxy.close,
    () => database[Symbol.asyncDispose](),
  );
});
afterAll(async () => {
  for (const close of closing) await close();
});

/** Until nothing that was asked for is worked on any more. */
const isQuiet = (): Promise<boolean> => eventually(() => backend.activeRequests.count() === 0, 60_000);

const signedIn = () => ({ authorization: `Bearer ${token}` });
/** Every procedure but the ones that end the caller's own session or account. */
const procedures = targets().filter(
  ({ path }) => !/logout|deactivate|endSessions|Delete|replace/i.test(path),
);

const inputs: readonly (Readonly<Record<string, unknown>> | undefined)[] = [
  undefined,
  {},
  { id: "no id", limit: -1, cursor: "\u0000", email: "\ud800", items: [null], filter: [] },
  { id: -0, name: "x".repeat(5_000), roles: ["nobody"], from: "9999999-01-01", q: "'&|!:*" },
];

/** Headers of which each is wrong, or says something that only its caller would want. */
const strangeHeaders: readonly Readonly<Record<string, string>>[] = [
  { "x-request-timeout-ms": "1" },
  { "x-request-timeout-ms": "-1" },
  { authorization: "Bearer" },
  { authorization: "Bearer \u00ff" },
  { "x-api-key": "ak_nothing" },
  { "idempotency-key": "" },
  { "last-event-id": "nowhere" },
  { "x-read-after": "FFFFFFFF/FFFFFFFF" },
  { "x-forwarded-for": "junk, 300.1.1.1" },
  { traceparent: "00-0-0-0" },
  { accept: "application/problem+json;q=x", "accept-encoding": "*;q=0" },
  { "if-none-match": "W/", range: "bytes=5-1" },
  { cookie: "ashlar_session=%00; ashlar_session=x" },
];

test.each([
  ["tRPC", () => overTrpc(url)],
  ["REST", () => overRest(url)],
] as const)(
  "bad inputs, strange headers and no patience are no faults, by %s",
  async (_surface, surface) => {
    const call = surface();
    for (const target of procedures) {
      for (const input of inputs) {
        expect((await call(target, signedIn(), input)).status, target.path).toBeLessThan(500);
        const told = await call(target, { ...signedIn(), "x-request-timeout-ms": "1" }, input);
        expect(told.status, target.path).toBeLessThan(500);
      }
    }
    const [some] = procedures.filter(({ path }) => path === "posts.list");
    if (some === undefined) throw new Error("There is no list of posts.");
    for (const headers of strangeHeaders) {
      expect((await call(some, { ...signedIn(), ...headers }, {})).status).toBeLessThan(500);
    }
    expect(await faults()).toEqual([]);
  },
  300_000,
);

test("callers that leave at any moment are no faults", async () => {
  for (const [index, { path, entry }] of procedures.entries()) {
    const isChange = entry.kind === "mutation";
    const leaving = new AbortController();
    const asked = fetch(`${url}/trpc/${path}`, {
      method: isChange ? "POST" : "GET",
      headers: { ...signedIn(), "content-type": "application/json" },
      ...(isChange && { body: '{"json":{}}' }),
      signal: leaving.signal,
    });
    await wait(index % 12);
    leaving.abort();
    await asked.then((answer) => answer.body?.cancel()).catch(() => undefined);
  }
  expect(await isQuiet()).toBe(true);
  expect(await faults()).toEqual([]);
});

const json = { "content-type": "application/json" };
const post = (path: string, body: unknown) => ({
  path,
  init: { method: "POST", body: JSON.stringify({ json: body }) },
});
const email = (name: string) => `${name}-${crypto.randomUUID()}@example.org`;

/** One for each thing that a call waits for: who calls, a read, a transaction, a password's hash, a stream's begin. */
const waiting = () => [
  { path: "auth.me", init: {} },
  { path: "orders.list", init: {} },
  post("posts.create", { title: "A draft", body: "." }),
  post("auth.login", { email: email("nobody"), password: "correct-horse-battery" }),
  post("auth.register", { email: email("new"), password: "a long and winding road", name: "New" }),
  { path: "orders.changes", init: {} },
];

test.each(["time passes", "connection closes"])(
  "whatever a call waits for, that its caller's own %s is no fault",
  async (how) => {
    for (const { path, init } of waiting()) {
      // A session of its own, which nothing remembers yet.
      const fresh = await createClient({ url }).auth.login.mutate({
        email: "admin@ashlar.test",
        password: "correct-horse-battery",
      });
      proxy.freeze();
      const leaving = new AbortController();
      const asked = fetch(`${url}/trpc/${path}`, {
        ...init,
        headers: {
          ...json,
          authorization: `Bearer ${fresh.token}`,
          ...(how === "time passes" && { "x-request-timeout-ms": "1" }),
        },
        signal: leaving.signal,
      }).then(
        (answer) => answer.text().then((text) => ({ status: answer.status, text })),
        () => null,
      );
      expect(await eventually(() => backend.activeRequests.count() === 1, 10_000, 1)).toBe(true);
      // Timers of one process: the one that looks for deadlines is due at least once before this one.
      await wait(300);
      if (how === "connection closes") leaving.abort();
      await wait(20);
      proxy.thaw();
      const answer = await asked;
      expect(await isQuiet()).toBe(true);
      if (how === "time passes" && answer?.status !== 200) {
        expect([path, answer?.status, answer?.text]).toEqual([
          path,
          408,
          expect.stringContaining("REQUEST_TIMEOUT"),
        ]);
      }
      expect([path, await faults()]).toEqual([path, []]);
    }
  },
  120_000,
);

test("calls that wait for their turn at hashing and whose callers leave are no faults", async () => {
  const leaving = new AbortController();
  const asked = Array.from({ length: 40 }, () =>
    fetch(`${url}/trpc/auth.login`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ json: { email: email("nobody"), password: "correct-horse-battery" } }),
      signal: leaving.signal,
    }).catch(() => null),
  );
  expect(await eventually(() => backend.activeRequests.count() > 20, 10_000, 1)).toBe(true);
  leaving.abort();
  await Promise.all(asked);
  expect(await isQuiet()).toBe(true);
  expect(await faults()).toEqual([]);
});

/** Writes bytes as they are, then reads until the server closes, or leaves when `isLeft`. */
const written = (text: string, isLeft: boolean): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.write(text, "latin1", () => isLeft && socket.destroy());
    });
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    socket.on("close", () => resolve());
  });

const head = (line: string, ...headers: string[]): string =>
  [line, "host: localhost", "connection: close", ...headers, "", ""].join("\r\n");
const login = "POST /trpc/auth.login HTTP/1.1";
const restLogin = "POST /api/v1/auth/login HTTP/1.1";
const ofJson = "content-type: application/json";

test.each([login, restLogin])("broken bodies, methods and requests are no faults: %s", async (line) => {
  const whole = [
    `${head(line, ofJson, "content-length: 5")}{"jso`,
    `${head(line, ofJson, "content-length: 0")}`,
    `${head(line, ofJson, "content-length: -1")}`,
    `${head(line, ofJson, "content-encoding: gzip", "content-length: 2")}{}`,
    `${head(line, ofJson, "transfer-encoding: chunked")}zz\r\n`,
    `${head(line, ofJson, "transfer-encoding: chunked", "content-length: 2")}0\r\n\r\n`,
    `${head(line, ofJson, "expect: nothing", "content-length: 2")}{}`,
    `${head(line, ofJson, "content-length: 3")}\xff\xfe{`,
    ...["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"].map((method) =>
      head(line.replace("POST", method)),
    ),
    head(line.replace(/ \//, " //../%00/")),
    "nothing that is HTTP\r\n\r\n",
  ];
  await Promise.all(whole.map((text) => written(text, false)));
  const cut = [
    `${head(line, ofJson, "content-length: 500")}{`,
    `${head(line, ofJson, "transfer-encoding: chunked")}5\r\n{`,
    head(line, ofJson, "content-length: 50", "expect: 100-continue"),
    `${head(line, ofJson, "content-length: 75")}${JSON.stringify({ email: email("x").slice(0, 40), password: "y" })}`,
    line,
  ];
  await Promise.all(cut.map((text) => written(text, true)));
  expect(await isQuiet()).toBe(true);
  expect(await faults()).toEqual([]);
});
