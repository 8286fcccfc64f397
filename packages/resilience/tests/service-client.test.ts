import { DomainError, EndedByCaller, inRequestScope, isEndedByCaller, Unavailable } from "@ashlar/kernel";
import { silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { type ServiceClientOptions, serviceClient } from "../src/index.ts";
import {
  breaksOff,
  empty,
  endless,
  fails,
  garbage,
  good,
  hangs,
  listed,
  misbehavingPeer,
  redirects,
  resets,
  slow,
} from "./misbehaving-peer.ts";
import { peerContract } from "./peer-contract.ts";

const clientOf = (url: string, options: Partial<ServiceClientOptions<typeof peerContract>> = {}) =>
  serviceClient({
    name: "the stamp office",
    contract: peerContract,
    url,
    log: silentLog,
    timeoutMs: 5_000,
    retries: { attempts: 3, baseMs: 5, capMs: 10 },
    ...options,
  });

const failing = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test("calls the entry's route with path, query, body, token and key, and reads dates where the contract has them", async () => {
  await using peer = await misbehavingPeer(good, listed, good, empty);
  const { calls } = clientOf(peer.url, { token: "shared" });
  const since = new Date("2026-01-01T00:00:00.000Z");
  const stamp = await calls.stamps.get({ id: "a/b", since, tags: ["x", "y"] });
  expect(stamp.issuedAt).toEqual(new Date("2026-01-02T03:04:05.678Z"));
  expect(stamp.notes?.[0]?.at).toBeInstanceOf(Date);
  expect((await calls.stamps.list({ limit: 5 })).items[0]?.issuedAt).toBeInstanceOf(Date);
  await calls.stamps.issue({ name: "n" }, { idempotencyKey: "k1" });
  expect(await calls.stamps.tear({ id: "7" })).toBeUndefined();
  expect(peer.heard.map(({ method, url, body }) => [method, url, body])).toEqual([
    ["GET", "/api/v1/stamps/a%2Fb?since=2026-01-01T00%3A00%3A00.000Z&tags=x&tags=y", ""],
    ["GET", "/api/v1/stamps?limit=5", ""],
    ["POST", "/api/v1/stamps", '{"name":"n"}'],
    ["POST", "/api/v1/stamps/7/tear", "{}"],
  ]);
  expect(peer.heard[2]?.headers).toMatchObject({ authorization: "Bearer shared", "idempotency-key": "k1" });
  expect(peer.heard[3]?.headers["idempotency-key"]).toBeUndefined();
});

test("a declared error of the peer is that DomainError with its details, and is not tried again", async () => {
  const torn = { code: "STAMP_TORN", message: "Stamp 7 is torn.", details: [], data: { stampId: "7" } };
  await using peer = await misbehavingPeer(fails(409, torn));
  const error = await failing(clientOf(peer.url).calls.stamps.get({ id: "7" }));
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({ code: "STAMP_TORN", message: "Stamp 7 is torn.", details: { stampId: "7" } });
  expect(peer.heard).toHaveLength(1);
});

test.each([
  ["hangs", hangs, true, 300],
  ["answers too late", slow(1_500), true, 300],
  ["fails", fails(500), true, 5_000],
  ["answers garbage", garbage, true, 5_000],
  ["breaks off its answer", breaksOff, true, 5_000],
  ["resets the connection", resets, true, 5_000],
  ["is overloaded", fails(503, { code: "OVERLOADED", message: "m" }, { "retry-after": "0" }), false, 5_000],
])(
  "a peer that %s is tried again, then Unavailable, and nothing of its own leaves",
  async (_, behaviour, unknown, timeoutMs) => {
    await using peer = await misbehavingPeer(behaviour);
    const { calls } = clientOf(peer.url, { timeoutMs });
    const error = await failing(calls.stamps.issue({ name: "n" }));
    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ outcomeUnknown: unknown });
    expect(String(error)).toContain("the stamp office");
    expect(String(error)).not.toMatch(/hunter2|html|127\.0\.0\.1|ECONN/);
    expect(peer.heard).toHaveLength(3);
    // The same key in every attempt, or the peer would act three times.
    expect(new Set(peer.heard.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  },
);

test.each([
  ["refuses the credentials", fails(401), 1],
  ["redirects", redirects, 3],
  ["answers what its contract does not describe", fails(200), 1],
  [
    "declares an error with details that do not fit",
    fails(409, { code: "STAMP_TORN", message: "m", data: {} }),
    1,
  ],
])("a peer that %s is Unavailable", async (_, behaviour, attempts) => {
  await using peer = await misbehavingPeer(behaviour);
  expect(await failing(clientOf(peer.url).calls.stamps.get({ id: "1" }))).toBeInstanceOf(Unavailable);
  expect(peer.heard).toHaveLength(attempts);
});

test("an endless answer is cut at its bound and not asked for again", async () => {
  await using peer = await misbehavingPeer(endless);
  const { calls } = clientOf(peer.url, { timeoutMs: 5_000, maximumAnswerBytes: 100_000 });
  expect(await failing(calls.stamps.get({ id: "1" }))).toBeInstanceOf(Unavailable);
  expect(peer.heard).toHaveLength(1);
});

test("a peer that cannot be reached has not acted", async () => {
  await using peer = await misbehavingPeer(good);
  await peer.refuse();
  const error = await failing(clientOf(peer.url).calls.stamps.issue({ name: "n" }));
  expect(error).toMatchObject({ name: "Unavailable", outcomeUnknown: false });
  expect(String(error)).toContain("cannot be reached");
});

test("a passing fault is overcome by the next attempt", async () => {
  await using peer = await misbehavingPeer(fails(500), resets, good);
  expect((await clientOf(peer.url).calls.stamps.issue({ name: "n" })).id).toBe("s1");
});

test("a change that may not be repeated is tried once", async () => {
  await using peer = await misbehavingPeer(fails(503));
  expect(await failing(clientOf(peer.url).calls.stamps.lick({ id: "1" }))).toBeInstanceOf(Unavailable);
  expect(peer.heard).toHaveLength(1);
});

test("a peer that asks for more time than is waited is not asked again now", async () => {
  await using peer = await misbehavingPeer(fails(503, {}, { "retry-after": "30" }));
  const error = await failing(clientOf(peer.url).calls.stamps.get({ id: "1" }));
  expect(error).toMatchObject({ retryAfterSeconds: 30 });
  expect(peer.heard).toHaveLength(1);
});

test("a wrong input is the caller's bug and is not sent", async () => {
  await using peer = await misbehavingPeer(good);
  expect(await failing(clientOf(peer.url).calls.stamps.get({ id: "" }))).toBeInstanceOf(TypeError);
  expect(peer.heard).toHaveLength(0);
});

test("the request in progress gives its ids, and its deadline ends every attempt", async () => {
  await using peer = await misbehavingPeer(hangs);
  const { calls } = clientOf(peer.url, { timeoutMs: 900_000 });
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const scope = {
    requestId: "r-1",
    traceparent,
    signal: new AbortController().signal,
    deadlineAtMs: performance.now() + 150,
    log: silentLog,
  };
  const error = await inRequestScope(scope, () => failing(calls.stamps.get({ id: "1" })));
  expect(error).toBeInstanceOf(Unavailable);
  expect(peer.heard[0]?.headers).toMatchObject({ "x-request-id": "r-1", traceparent });
  const told = Number(peer.heard[0]?.headers["x-request-timeout-ms"]);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(150);
});

test.each(["deadline", "left"] as const)("a caller's own end (%s) stands behind the failure", async (how) => {
  const controller = new AbortController();
  const isLeft = how === "left";
  await using peer = await misbehavingPeer((...heard) => {
    if (isLeft) controller.abort(new EndedByCaller("left"));
    return hangs(...heard);
  });
  const { calls } = clientOf(peer.url, { timeoutMs: 5_000 });
  const scope = {
    requestId: "r-1",
    traceparent: "",
    signal: controller.signal,
    ...(!isLeft && { deadlineAtMs: performance.now() + 50, isOwnDeadline: true }),
    log: silentLog,
  };
  const error = await inRequestScope(scope, () => failing(calls.stamps.get({ id: "1" })));
  expect([error instanceof Unavailable, isEndedByCaller(error)]).toEqual([true, true]);
});

test("a client that leaves ends the call at once", async () => {
  const controller = new AbortController();
  await using peer = await misbehavingPeer(() => controller.abort());
  const { calls } = clientOf(peer.url, { timeoutMs: 5_000 });
  const error = await failing(calls.stamps.get({ id: "1" }, { signal: controller.signal }));
  expect(String(error)).toContain("given up");
  expect(peer.heard).toHaveLength(1);
});

test("a fallback answers in the peer's place when it cannot serve, never for an outcome that it declares", async () => {
  const torn = { code: "STAMP_TORN", message: "m", data: { stampId: "7" } };
  await using peer = await misbehavingPeer(fails(500), fails(500), fails(500), fails(409, torn));
  const issuedAt = new Date(0);
  const { calls } = clientOf(peer.url, { fallback: { stamps: { get: ({ id }) => ({ id, issuedAt }) } } });
  expect(await calls.stamps.get({ id: "5" })).toEqual({ id: "5", issuedAt });
  expect(await failing(calls.stamps.get({ id: "7" }))).toMatchObject({ code: "STAMP_TORN" });
});
