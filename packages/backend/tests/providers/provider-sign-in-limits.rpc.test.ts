import { defaultRateLimits } from "@ashlar/resilience";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "../test-server.ts";
import { browser } from "./browser.ts";
import { freePort } from "./free-port.ts";
import { oidcServer } from "./oidc-server.ts";

const quota = 4;

/** A server whose addresses may take four steps of a sign-in a minute, behind a proxy so that a test has many. */
async function strictServer() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { issuer, clientId, clientSecret, ...provider } = await oidcServer([
    `${url}/auth/oidc/test/callback`,
  ]);
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const signInProviders = [
    { kind: "oidc", name: "test", label: "Test", issuer, clientId, clientSecret } as const,
  ];
  const perAddress = { quota, windowSeconds: 60 };
  const rateLimits = { ...defaultRateLimits, auth: { ...defaultRateLimits.auth, perAddress } };
  const server = await testServer({ publicUrl: url, signInProviders, rateLimits, trustedProxyHops: 1 }, port);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { url };
}

const from = (address: string): RequestInit => ({
  redirect: "manual",
  headers: { "x-forwarded-for": address },
});

test("an address begins and ends so many sign-ins a minute, and is told how many are left", async () => {
  const { url } = await strictServer();
  const start = `${url}/auth/oidc/test/start`;
  const first = await fetch(start, from("192.0.2.1"));
  expect(first.status).toBe(303);
  expect(first.headers.get("ratelimit-policy")).toBe(`"auth-address";q=${quota};w=60`);
  expect(first.headers.get("ratelimit")).toBe(`"auth-address";r=${quota - 1};t=60`);
  const unknown = await fetch(`${url}/auth/oidc/nowhere/start`, from("192.0.2.1"));
  expect(unknown.headers.get("ratelimit")).toMatch(/;r=2;/);
  for (let step = 2; step < quota; step += 1) {
    expect((await fetch(`${url}/auth/oidc/test/callback?code=x`, from("192.0.2.1"))).status).toBe(400);
  }
  for (const path of [start, `${url}/auth/oidc/test/callback?code=x`]) {
    const refused = await fetch(path, from("192.0.2.1"));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect(await refused.json()).toMatchObject({ error: { code: "RATE_LIMITED" } });
  }
  expect((await fetch(start, from("192.0.2.2"))).status).toBe(303);
});

test("steps at a provider and wrong passwords are charged to one budget", async () => {
  const { url } = await strictServer();
  for (let step = 0; step < quota; step += 1) await browser().get(`${url}/auth/oidc/test/start`);
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "a@example.org", password: "a wrong guess" }),
  });
  expect(login.status).toBe(429);
});
