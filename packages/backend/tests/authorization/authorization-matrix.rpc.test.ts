import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import {
  type CallSurface,
  type Credentials,
  type Input,
  overRest,
  overTrpc,
  type Told,
  unknownId,
} from "./call-surface.ts";
import { callers, type Target, targets, verdict } from "./cells.ts";
import { foreignThings, standings } from "./people.ts";

let server: TestServer;
let standingOf: Awaited<ReturnType<typeof standings>>;
let foreign: Awaited<ReturnType<typeof foreignThings>>;
let stranger: Credentials;
let surfaces: Readonly<Record<"tRPC" | "REST", CallSurface>>;

beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  standingOf = await standings(server);
  foreign = await foreignThings(server);
  // May write posts, so that no gate hides the rule behind it; reads nothing of others.
  const { user, token } = await server.anonymous.auth.register.mutate({
    email: "stranger@example.org",
    password: "a long and winding road",
    name: "Stranger",
  });
  await (await server.as("admin")).users.setRoles.mutate({ id: user.id, roles: ["customer", "author"] });
  stranger = { authorization: `Bearer ${token}` };
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
      const { credentials, held } = standingOf(caller, target);
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

/** Things without an owner: whoever passes the gate may act on all of them. */
const hasNoOwner = (path: string): boolean =>
  /^(products|webhooks|ops)\./.test(path) ||
  ["orders.fulfil", "users.setRoles", "users.endSessions", "users.deactivate", "posts.byUser"].includes(path);

const namesAThing = ({ entry }: Target): boolean => entry.route.includes("{");

test("every procedure that names a thing is known to have an owner's rule or none", () => {
  const unknown = targets().filter(
    (target) => namesAThing(target) && !hasNoOwner(target.path) && !foreign.has(target.path),
  );
  expect(unknown.map(({ path }) => path)).toEqual([]);
});

describe.each(["tRPC", "REST"] as const)("somebody else's things on %s", (surface) => {
  test.each(targets().filter((target) => namesAThing(target) && !hasNoOwner(target.path)))(
    "answers $path of a foreign id as of an unknown one",
    async (target) => {
      const input: Input = foreign.get(target.path) ?? {};
      const call = (id: unknown): Promise<Told> => surfaces[surface](target, stranger, { ...input, id });
      const [told, unknown] = [await call(input.id), await call(unknownId)];
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
      (select count(*)::int from posts where title = 'A draft' and status = 'draft') as drafts,
      (select count(*)::int from orders where status <> 'cancelled') as orders,
      (select count(*)::int from passkeys where name = 'mine') as passkeys`;
  expect(row).toEqual({ name: "Owner", drafts: 1, orders: 1, passkeys: 1 });
});

test("nothing of all that was a fault of the service", () => {
  expect(server.logged.filter(({ level }) => level === "error")).toEqual([]);
});
