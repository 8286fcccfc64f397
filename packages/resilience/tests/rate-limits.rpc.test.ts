import { mutation, query } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { implement, noPolicies } from "@ashlar/rpc";
import { serveApp, silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { chargeCalls, defaultRateLimits, openBudgets, type RateLimits } from "../src/index.ts";

const summary = "Is charged.";
const contract = {
  look: query("GET /look", { summary, access: "public", output: z.string() }),
  login: mutation("POST /login", {
    summary,
    access: "public",
    idempotency: "none",
    limit: "auth",
    input: z.strictObject({ email: z.string() }),
  }),
};

const limits: RateLimits = {
  ...defaultRateLimits,
  auth: { perCaller: { quota: 2, windowSeconds: 60 }, perAddress: { quota: 50, windowSeconds: 60 } },
  read: { perCaller: { quota: 5, windowSeconds: 60 }, perAddress: { quota: 8, windowSeconds: 60 } },
};

const ann: Actor = { userId: "ann", sessionId: null, roles: [], permissions: new Set(), via: "session" };

/** The two procedures with limits on a real port, behind one trusted proxy so that a test has many addresses. */
async function limited() {
  const procedures = implement(contract, { look: async () => "seen", login: async () => undefined });
  const store = await openBudgets({ redisUrl: undefined, log: silentLog });
  const served = await serveApp(procedures, {
    policies: { ...noPolicies, charge: chargeCalls(limits, store) },
    authenticate: async ({ token }) => (token === "ann" ? ann : null),
    origins: { own: [], allowed: ["https://app.example.org"], allowsLoopback: false },
    trustedProxyHops: 1,
  });
  return {
    send: (path: string, address: string, init: RequestInit = {}) =>
      fetch(`${served.url}${path}`, {
        ...init,
        headers: { "x-forwarded-for": address, ...init.headers },
      }),
    [Symbol.asyncDispose]: served[Symbol.asyncDispose],
  };
}

const asAnn = { headers: { authorization: "Bearer ann" } };
const batch = (size: number): string =>
  `/trpc/${Array.from({ length: size }, () => "look").join(",")}?batch=1`;

test("every answer tells its budget, on REST and on tRPC, to pages of other origins too", async () => {
  await using api = await limited();
  const rest = await api.send("/api/v1/look", "192.0.2.1", {
    headers: { authorization: "Bearer ann", origin: "https://app.example.org" },
  });
  expect(rest.headers.get("ratelimit-policy")).toBe('"read";q=5;w=60');
  expect(rest.headers.get("ratelimit")).toMatch(/^"read";r=4;t=(60|59)$/);
  expect(rest.headers.get("access-control-expose-headers")).toContain("ratelimit");
  const trpc = await api.send("/trpc/look", "192.0.2.1", asAnn);
  expect(trpc.headers.get("ratelimit")).toMatch(/^"read";r=3;t=/);
  const health = await api.send("/health/live", "192.0.2.1");
  expect(health.headers.get("ratelimit")).toBeNull();
});

test("a batch of n costs n, and only the calls beyond the budget are refused", async () => {
  await using api = await limited();
  const first = await api.send(batch(3), "192.0.2.1", asAnn);
  expect(first.headers.get("ratelimit")).toMatch(/^"read";r=2;t=/);
  const second = await api.send(batch(3), "192.0.2.1", asAnn);
  expect(second.status).toBe(207);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(50);
  const answers = z.array(z.looseObject({ error: z.unknown().optional() })).parse(await second.json());
  expect(answers.map((answer) => answer.error !== undefined)).toEqual([false, false, true]);
  expect(JSON.stringify(answers[2])).toContain("RATE_LIMITED");
});

test("a spent budget is 429 with Retry-After for that caller or address, and for nobody else", async () => {
  await using api = await limited();
  for (let call = 0; call < 5; call += 1) {
    expect((await api.send("/api/v1/look", `192.0.2.${call}`, asAnn)).status).toBe(200);
  }
  const refused = await api.send("/api/v1/look", "192.0.2.9", asAnn);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
  expect(refused.headers.get("ratelimit")).toMatch(/^"read";r=0;t=/);
  expect(await refused.json()).toMatchObject({ error: { code: "RATE_LIMITED" } });
  expect((await api.send("/api/v1/look", "192.0.2.9")).status).toBe(200);

  for (let call = 0; call < 8; call += 1) await api.send("/api/v1/look", "198.51.100.1");
  expect((await api.send("/trpc/look", "198.51.100.1")).status).toBe(429);
  expect((await api.send("/trpc/look", "198.51.100.2")).status).toBe(200);
});

test("an address that the client invents in front of the proxy's entry is not believed", async () => {
  await using api = await limited();
  for (let call = 0; call < 8; call += 1) await api.send("/trpc/look", `10.0.0.${call}, 192.0.2.1`);
  expect((await api.send("/trpc/look", "10.0.0.99, 192.0.2.1")).status).toBe(429);
});

test.each([
  ["192.0.2.1", "192.0.2.1:4711", "[192.0.2.1]:80", "::ffff:192.0.2.1", "::FFFF:c000:201", '"192.0.2.1"'],
  ["2001:db8::1", "2001:DB8:0::2", "[2001:db8::3]:4711", "2001:db8::4%eth0", '"[2001:db8::5]:80"'],
  ["unknown", "_hidden", "junk", "10.0.0.1.9", "::ffff:10.0.0.256", ",", "127.0.0.1"],
])("one client has one budget, however it is spelled: %s, %s, %s", async (...spellings) => {
  await using api = await limited();
  for (let call = 0; call < 8; call += 1) {
    const spelling = spellings[call % spellings.length] ?? "";
    expect((await api.send("/trpc/look", spelling)).status).toBe(200);
  }
  for (const spelling of spellings) expect((await api.send("/trpc/look", spelling)).status).toBe(429);
  expect((await api.send("/trpc/look", "198.51.100.1")).status).toBe(200);
});

test("sign-ins are counted by address and account, whichever surface they use", async () => {
  await using api = await limited();
  const json = { "content-type": "application/json" };
  const rest = (email: string, address = "192.0.2.1") =>
    api.send("/api/v1/login", address, { method: "POST", headers: json, body: JSON.stringify({ email }) });
  const trpc = (email: string) =>
    api.send("/trpc/login", "192.0.2.1", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ json: { email } }),
    });
  expect((await rest("ann@x.test")).status).toBe(204);
  expect((await trpc("ANN@x.test")).status).toBe(200);
  expect((await rest("ann@x.test")).status).toBe(429);
  expect((await trpc("ann@x.test")).status).toBe(429);
  expect((await rest("bob@x.test")).status).toBe(204);
  expect((await rest("ann@x.test", "192.0.2.2")).status).toBe(204);
});
