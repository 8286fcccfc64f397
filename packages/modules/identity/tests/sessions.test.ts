import { createHash } from "node:crypto";
import { setImmediate as immediately } from "node:timers/promises";
import { inRequestScope } from "@ashlar/kernel";
import { silentLog } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, identityOn } from "./identity-harness.ts";

const dayMs = 86_400_000;

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const isLive = async (token: string): Promise<boolean> =>
  (await identity.module.authenticate({ token, via: "cookie" })) !== null;

/** What a process answers that has just been started. */
const isLiveElsewhere = async (token: string): Promise<boolean> =>
  (await identityOn(identity.database, identity.clock).authenticate({ token, via: "bearer" })) !== null;

test("keeps the hash of a token and no token, and a public id that is neither", async () => {
  const { token } = await identity.register("hash@example.com");
  const { sessionId } = await identity.actorOf(token);
  const [row] = await identity.database.sql`select * from sessions where id = ${sessionId}`;
  expect(row?.token_hash).toBe(createHash("sha256").update(token).digest("base64url"));
  expect(JSON.stringify(row)).not.toContain(token);
  expect(token).toMatch(/^[a-z2-7]{40}$/);
});

test.each(["", "x", "a".repeat(40), "A".repeat(40), `${"a".repeat(39)}\u0000`, "é".repeat(4_000)])(
  "takes the token %j for nobody's",
  async (token) => {
    expect(await isLive(token)).toBe(false);
  },
);

test("ends a session that was not used for 30 days, and removes it", async () => {
  const { token, user } = await identity.register("idle@example.com");
  identity.clock.advance(30 * dayMs - 2_000);
  expect(await isLive(token)).toBe(true);
  identity.clock.advance(30 * dayMs + 2_000);
  expect(await isLive(token)).toBe(false);
  expect(await identity.database.sql`select 1 from sessions where user_id = ${user.id}`).toHaveLength(0);
});

test("keeps a session that is used alive for 90 days and not longer", async () => {
  const { token } = await identity.register("busy@example.com");
  for (let day = 0; day < 88; day += 29) {
    expect(await isLiveElsewhere(token)).toBe(true);
    identity.clock.advance(29 * dayMs);
  }
  // Day 116 of a session that was seen on days 0, 29, 58 and 87.
  expect(await isLiveElsewhere(token)).toBe(false);
});

test("does not let a session that is used all the time outlive its 90 days", async () => {
  const { token } = await identity.register("restless@example.com");
  for (let day = 0; day < 90; day += 15) {
    expect(await isLiveElsewhere(token)).toBe(true);
    identity.clock.advance(1_000);
    expect(await isLiveElsewhere(token)).toBe(true);
    identity.clock.advance(15 * dayMs - 1_000);
  }
  identity.clock.advance(2_000);
  expect(await isLiveElsewhere(token)).toBe(false);
});

test("tells the surface the last moment at which the token can be worth something", async () => {
  await identity.register("cookie@example.com");
  const expiresAt = identity.granted.at(-1)?.expiresAt;
  expect(expiresAt).toEqual(new Date(identity.clock.now().getTime() + 90 * dayMs));
});

test("writes down that a session was seen once an hour and not on every call", async () => {
  const { token, user } = await identity.register("seen@example.com");
  const writes = async () => {
    const [row] = await identity.database
      .sql`select xmin, last_seen_at from sessions where user_id = ${user.id}`;
    return row;
  };
  const first = await writes();
  identity.clock.advance(3_599_000);
  await isLiveElsewhere(token);
  expect(await writes()).toEqual(first);
  identity.clock.advance(1_000);
  await isLiveElsewhere(token);
  expect(await writes()).toMatchObject({ last_seen_at: identity.clock.now() });
});

test("lists live sessions, newest first, and marks the one that asks", async () => {
  const { token } = await identity.register("list@example.com");
  identity.clock.advance(1_000);
  const newer = await identity.login("list@example.com");
  const actor = await identity.actorOf(token);
  const sessions = await identity.call("auth.sessions.list", undefined, actor);
  expect(sessions).toEqual([
    expect.objectContaining({ isCurrent: false, userAgent: "vitest", address: "192.0.2.7" }),
    expect.objectContaining({ id: actor.sessionId, isCurrent: true }),
  ]);
  expect(JSON.stringify(sessions)).not.toContain(newer.token);
});

test("ends one of the caller's sessions and nobody else's", async () => {
  const mine = await identity.register("mine@example.com");
  const theirs = await identity.register("theirs@example.com");
  const actor = await identity.actorOf(mine.token);
  const foreign = await identity.actorOf(theirs.token);
  const revoke = (id: string | null) => identity.call("auth.sessions.revoke", { id }, actor);
  const unknown = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
  for (const id of [foreign.sessionId, unknown, "not an id"]) {
    await expect(revoke(id)).rejects.toMatchObject({ code: "SESSION_NOT_FOUND", details: { sessionId: id } });
  }
  expect(await isLive(theirs.token)).toBe(true);
  await revoke(actor.sessionId);
  expect(await isLive(mine.token)).toBe(false);
  expect(identity.granted.at(-1)).toBeNull();
});

test("signs out of this session alone, or of every one", async () => {
  const first = await identity.register("out@example.com");
  const second = await identity.login("out@example.com");
  const third = await identity.login("out@example.com");
  await identity.call("auth.logout", undefined, await identity.actorOf(first.token));
  expect([await isLive(first.token), await isLive(second.token)]).toEqual([false, true]);
  await identity.call("auth.logoutEverywhere", undefined, await identity.actorOf(second.token));
  expect([await isLive(second.token), await isLive(third.token)]).toEqual([false, false]);
});

test("keeps the newest 100 sessions of a user", async () => {
  const { user, token } = await identity.register("many@example.com");
  await identity.database.sql`
    insert into sessions select rpad(md5(n::text), 43, 'x'), gen_random_uuid(), ${user.id}, now() - n * interval '1 s',
      now(), now() + interval '1 day' from generate_series(0, 99) n`;
  identity.clock.set(new Date());
  await identity.login("many@example.com");
  const [row] = await identity.database.sql`select count(*)::int from sessions where user_id = ${user.id}`;
  expect(row).toEqual({ count: 100 });
  expect(await isLiveElsewhere(token)).toBe(false);
});

test("removes expired sessions and no other", async () => {
  await identity.register("expired@example.com");
  identity.clock.advance(31 * dayMs);
  const { token } = await identity.register("fresh@example.com");
  await identity.module.removeExpired();
  const [row] = await identity.database.sql`select count(*)::int from sessions`;
  expect(row).toEqual({ count: 1 });
  expect(await isLive(token)).toBe(true);
});

test("reads a session once for all who come with it at the same time", async () => {
  const { token } = await identity.register("crowd@example.com");
  const { authenticate } = identityOn(identity.database, identity.clock);
  const { stats } = identity.database.connection;
  // What a sign-in leaves to be read after its answer is not counted.
  await expect.poll(() => stats().read.inFlight).toBe(0);
  let isDone = false;
  const crowd = Promise.all(Array.from({ length: 50 }, () => authenticate({ token, via: "cookie" })));
  const watched = crowd.finally(() => {
    isDone = true;
  });
  let most = 0;
  while (!isDone) {
    most = Math.max(most, stats().read.inFlight);
    await immediately();
  }
  expect(new Set(await watched).size).toBe(1);
  expect(most).toBe(1);
});

test("reads a session for others although the request that began to read it has ended", async () => {
  const { token } = await identity.register("leaver@example.com");
  const { authenticate } = identityOn(identity.database, identity.clock);
  const leaving = new AbortController();
  const scope = { requestId: "leaving", traceparent: "", signal: leaving.signal, log: silentLog };
  const first = inRequestScope(scope, () => authenticate({ token, via: "cookie" }));
  const second = authenticate({ token, via: "cookie" });
  leaving.abort();
  expect(await first).not.toBeNull();
  expect(await second).not.toBeNull();
});
