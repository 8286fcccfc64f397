import { createClient } from "@ashlar/client";
import { type Scope, sufficientScopes } from "@ashlar/contracts";
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
import { type Target, targets } from "./cells.ts";
import { type Scoped, scopedBy } from "./scoped.ts";

const asking = targets().filter(({ entry }) => entry.proof === "recent");
const scopes: readonly Scope[] = [...new Set(asking.flatMap(({ entry }) => sufficientScopes(entry)))];
const password = "correct-horse-battery";

let server: TestServer;
let surfaces: Readonly<Record<"tRPC" | "REST", CallSurface>>;
let session: Credentials;
let token: string;
let scoped: readonly Scoped[];
beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  surfaces = { tRPC: overTrpc(server.url), REST: overRest(server.url) };
  token = await server.signIn("admin");
  session = { authorization: `Bearer ${token}` };
  scoped = await scopedBy(createClient({ url: server.url, token }), scopes);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Makes every proof eleven minutes old. */
const age = () =>
  server.database
    .sql`update sessions set proved_at = null, created_at = now() - interval '11 minutes'`.execute();
const prove = () => createClient({ url: server.url, token }).auth.reauthenticate.mutate({ password });

/** Enough that the input is looked at, and too little that anything is changed. */
const given = ({ entry }: Target): Input | undefined =>
  entry.route.includes("{id}") ? { id: unknownId, roles: ["customer"] } : undefined;
const isAsked = ({ status, code }: Told): boolean => status === 403 && code === "REAUTHENTICATION_REQUIRED";
const ownOf = (kind: Scoped["kind"], { entry }: Target): Credentials => {
  const own = scoped.find((one) => one.kind === kind && sufficientScopes(entry).includes(one.scope));
  return own?.credentials ?? {};
};

test("is asked for by whatever changes accounts of others, or where events are sent", () => {
  expect(asking.map(({ path }) => path).sort()).toEqual([
    "users.create",
    "users.deactivate",
    "users.endSessions",
    "users.setRoles",
    "webhooks.endpoints.create",
    "webhooks.endpoints.rotateSecret",
    "webhooks.endpoints.update",
  ]);
});

test("stands in the errors of each entry that asks for it, and in the documentation", async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  for (const { path, entry } of asking) {
    expect([path, entry.errors.map(({ code }) => code)]).toEqual([
      path,
      expect.arrayContaining(["REAUTHENTICATION_REQUIRED"]),
    ]);
    const [method = "", route = ""] = entry.route.split(" ");
    const operation = Object.entries(document.paths).find(([address]) => address.endsWith(route))?.[1];
    const text = JSON.stringify(operation?.[method.toLowerCase()]);
    expect(text).toContain("ReauthenticationRequired");
    expect(text).toContain("proved within ten minutes");
  }
});

describe.each(["tRPC", "REST"] as const)("a recent proof by %s", (surface) => {
  test.each(asking)("is asked of a session before $path, and reauthenticating gives it", async (target) => {
    const call = (credentials: Credentials): Promise<Told> =>
      surfaces[surface](target, credentials, given(target));
    await age();
    expect(await call(session)).toMatchObject({ status: 403, code: "REAUTHENTICATION_REQUIRED" });
    for (const kind of ["access token", "refreshed token"] as const) {
      expect([kind, isAsked(await call(ownOf(kind, target)))]).toEqual([kind, true]);
    }
    expect((await call(ownOf("API key", target))).status).not.toBe(403);
    await prove();
    for (const credentials of [session, ownOf("access token", target), ownOf("refreshed token", target)]) {
      const { status } = await call(credentials);
      expect([404, 422]).toContain(status);
    }
  });

  test.each(asking)("tells a caller nothing who may not call $path anyway", async (target) => {
    const customer = { authorization: `Bearer ${await server.signIn("customer")}` };
    await age();
    const told = await surfaces[surface](target, customer, given(target));
    expect(told).toMatchObject({ status: 403, code: "FORBIDDEN" });
  });
});
