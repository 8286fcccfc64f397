import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { type CallSurface, type Credentials, overRest, overTrpc, unknownId } from "./call-surface.ts";
import { callers, targets, verdict } from "./cells.ts";
import { another, hasNoOwner, namesAThing, standings, stockedProduct, thingsOf, writer } from "./people.ts";

let server: TestServer;
let standingOf: Awaited<ReturnType<typeof standings>>;
let foreign: ReturnType<typeof thingsOf>;
let stranger: Credentials;
let surfaces: Readonly<Record<"tRPC" | "REST", CallSurface>>;

beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  standingOf = await standings(server);
  foreign = thingsOf(server, await writer(server, "Owner"), await stockedProduct(server));
  stranger = (await writer(server, "Stranger")).credentials;
  surfaces = { tRPC: overTrpc(server.url), REST: overRest(server.url) };
});
afterAll(() => server[Symbol.asyncDispose]());

/** They end the session of the call, so each is tried with one of its own. */
const endsTheSession = new Set(["auth.logout", "auth.logoutEverywhere"]);

const refusals = new Set(["UNAUTHENTICATED", "FORBIDDEN"]);

describe.each(["tRPC", "REST"] as const)("the gate on %s", (surface) => {
  test.each(targets())("admits to $path exactly who may call it", async (target) => {
    const { path, entry } = target;
    for (const caller of callers) {
      const { credentials, held } = standingOf(caller);
      if (endsTheSession.has(path) && caller !== "anonymous") continue;
      const { code, status } = await surfaces[surface](target, credentials, undefined);
      const expected = verdict(entry, caller, held);
      const told = refusals.has(code) ? code : "passes";
      expect({ caller, told }).toEqual({ caller, told: expected });
      expect({ caller, status: status < 500 ? "answered" : status }).toEqual({ caller, status: "answered" });
      if (expected === "UNAUTHENTICATED") expect(status).toBe(401);
      if (expected === "FORBIDDEN") expect(status).toBe(403);
    }
  });
});

test("what ends the session of the call is for sessions alone", async () => {
  for (const target of targets().filter(({ path }) => endsTheSession.has(path))) {
    for (const call of Object.values(surfaces)) {
      const token = await server.signIn("customer");
      const authorization = `Bearer ${token}`;
      expect((await call(target, { authorization }, undefined)).status).toBeLessThan(300);
      expect((await call(target, { authorization }, undefined)).code).toBe("UNAUTHENTICATED");
    }
  }
});

test("every procedure that names a thing is known to have an owner's rule or none", () => {
  const unknown = targets().filter(
    (target) => namesAThing(target) && !hasNoOwner(target.path) && !foreign.paths.has(target.path),
  );
  const advice =
    "Say in people.ts how to make such a thing of an owner's (`thingsOf`), or that it has none (`hasNoOwner`).";
  expect(
    unknown.map(({ path }) => path),
    advice,
  ).toEqual([]);
});

describe.each(["tRPC", "REST"] as const)("somebody else's things on %s", (surface) => {
  test.each(targets().filter((target) => namesAThing(target) && !hasNoOwner(target.path)))(
    "answers $path of a foreign id as of an unknown one",
    async (target) => {
      const input = await foreign.make(target.path);
      const call = surfaces[surface];
      const told = await call(target, stranger, input);
      const unknown = await call(target, stranger, another(input, unknownId));
      expect(told).toEqual(unknown);
      expect(told.status).toBe(404);
    },
  );

  test("lists none of somebody else's orders", async () => {
    const target = targets().find(({ path }) => path === "orders.list");
    if (target === undefined) throw new Error("There is no such procedure.");
    const response = await fetch(`${server.url}/api/v1/orders`, { headers: stranger });
    expect(await response.json()).toMatchObject({ data: [] });
  });
});

test("left everything that is somebody else's as it was", async () => {
  const [row] = await server.database.sql`
    select (select name from users where email = 'owner@example.org') as name,
      (select array_agg(distinct title || ' ' || status) from posts) as posts,
      (select array_agg(distinct status = 'cancelled') from orders) as cancelled,
      (select array_agg(distinct name) from passkeys) as passkeys`;
  expect(row).toEqual({ name: "Owner", posts: ["A draft draft"], cancelled: [false], passkeys: ["mine"] });
  const [count] = await server.database.sql`
    select (select count(*)::int from posts) as posts, (select count(*)::int from passkeys) as passkeys,
      (select count(*)::int from api_keys) as keys,
      (select count(*)::int from user_identities) as providers`;
  // On each of two surfaces: five calls name a post, two a passkey, one a key, one a provider.
  expect(count).toEqual({ posts: 10, passkeys: 4, keys: 2, providers: 2 });
});

test("nothing of all that was a fault of the service", () => {
  // No payment service is configured, so the job that pays for the order ends as a dead letter.
  const faults = server.logged.filter(({ level, fields }) => level === "error" && fields.queue === undefined);
  expect(faults).toEqual([]);
});
