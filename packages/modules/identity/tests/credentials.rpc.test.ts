import { type Client, createClient } from "@ashlar/client";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type IdentityApp, identityApp } from "./identity-app.ts";
import { passkeyBrowser } from "./passkey-browser.ts";
import { told } from "./told.ts";
import { totpAt } from "./totp-app.ts";

const password = "violet harbour mango 71";

let app: IdentityApp;
beforeAll(async () => {
  app = await identityApp();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => expect(app.bugs).toEqual([]));

async function registered(email: string): Promise<{ readonly client: Client; readonly token: string }> {
  const { token } = await app.anonymous.auth.register.mutate({ email, password, name: "Some Body" });
  return { client: app.clientOf(token), token };
}
const rest = (path: string, headers: Record<string, string>, method = "GET") =>
  fetch(`${app.url}/api/v1${path}`, { method, headers });

test("answers an API key on both surfaces, in its header and as a bearer", async () => {
  const { client } = await registered("key@example.com");
  const scopes = ["orders:place", "profile:read"] as const;
  const { id, secret } = await client.apiKeys.create.mutate({ name: "script", scopes: [...scopes] });
  for (const keyed of [createClient({ url: app.url, apiKey: secret }), app.clientOf(secret)]) {
    expect(await keyed.auth.me.query()).toMatchObject({
      user: { email: "key@example.com" },
      permissions: ["orders:place"],
      scopes: [...scopes],
      authenticatedBy: "api-key",
      sessionId: id,
    });
  }
  for (const headers of [{ "x-api-key": secret }, { authorization: `Bearer ${secret}` }]) {
    const answer = await rest("/auth/me", headers);
    expect([answer.status, Object(await answer.json()).data.authenticatedBy]).toEqual([200, "api-key"]);
  }
  await client.apiKeys.revoke.mutate({ id });
  expect((await rest("/auth/me", { "x-api-key": secret })).status).toBe(401);
  expect(await told(app.clientOf(secret).auth.me.query())).toMatchObject({ status: 401 });
});

test("answers 403 SESSION_REQUIRED to an API key that asks for more", async () => {
  const { client } = await registered("more@example.com");
  const { secret } = await client.apiKeys.create.mutate({ name: "script", scopes: ["orders:place"] });
  const keyed = createClient({ url: app.url, apiKey: secret });
  const asked = keyed.apiKeys.create.mutate({ name: "more", scopes: ["orders:place"] });
  expect(await told(asked)).toMatchObject({
    status: 403,
    failure: { code: "SESSION_REQUIRED", details: {} },
  });
});

test("answers an access token on both surfaces, which other services can check by the published keys", async () => {
  const { client } = await registered("token@example.com");
  const { accessToken, refreshToken } = await client.auth.tokens.issue.mutate({});
  expect(await app.clientOf(accessToken).auth.me.query()).toMatchObject({ authenticatedBy: "access-token" });
  expect((await rest("/auth/me", { authorization: `Bearer ${accessToken}` })).status).toBe(200);
  const published = await fetch(`${app.url}/.well-known/jwks.json`);
  expect(published.headers.get("content-type")).toBe("application/jwk-set+json");
  expect(published.headers.get("cache-control")).toBe("public, max-age=300");
  const keys = createRemoteJWKSet(new URL(`${app.url}/.well-known/jwks.json`));
  const next = await app.anonymous.auth.tokens.refresh.mutate({ refreshToken });
  const { payload } = await jwtVerify(next.accessToken, keys, { algorithms: ["EdDSA"] });
  expect(payload).toMatchObject({ email: "token@example.com", roles: ["customer"] });
  expect(await told(app.anonymous.auth.tokens.refresh.mutate({ refreshToken }))).toMatchObject({
    status: 401,
    failure: { code: "INVALID_REFRESH_TOKEN" },
  });
});

test("answers 401 to a good token under a wrong scheme or in a wrong place", async () => {
  const { client, token } = await registered("scheme@example.com");
  const { accessToken } = await client.auth.tokens.issue.mutate({});
  const { secret } = await client.apiKeys.create.mutate({ name: "script", scopes: ["orders:place"] });
  for (const headers of [
    { authorization: `Basic ${accessToken}` },
    { authorization: accessToken },
    { authorization: `Token ${secret}` },
    { authorization: `JWT ${accessToken}` },
    { "x-api-key": accessToken },
    { "x-api-key": token },
    { cookie: `ashlar_session=${accessToken}` },
    { cookie: `ashlar_session=${secret}` },
  ]) {
    expect([headers, (await rest("/auth/me", headers)).status]).toEqual([headers, 401]);
  }
});

test("asks for the second factor with its own code, and takes a code", async () => {
  const { client } = await registered("factor@example.com");
  const { secret } = await client.auth.secondFactor.enrol.mutate();
  const before = new Date(Date.now() - 30_000);
  await client.auth.secondFactor.confirm.mutate({ code: totpAt(secret, before) });
  const login = (code?: string) =>
    app.anonymous.auth.login.mutate({ email: "factor@example.com", password, ...(code && { code }) });
  expect(await told(login())).toMatchObject({
    status: 401,
    failure: { code: "SECOND_FACTOR_REQUIRED", details: {} },
  });
  expect(await told(login("000000"))).toMatchObject({
    status: 401,
    failure: { code: "INVALID_CREDENTIALS" },
  });
  expect(await login(totpAt(secret, new Date()))).toMatchObject({ user: { email: "factor@example.com" } });
});

test("answers 429 with the time to wait, on both surfaces alike", async () => {
  const login = (url: string, body: object) =>
    fetch(`${app.url}${url}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const input = { email: "flooded@example.com", password: "not the password at all" };
  for (let guess = 0; guess < 5; guess += 1)
    expect((await login("/api/v1/auth/login", input)).status).toBe(401);
  const limited = await login("/api/v1/auth/login", input);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(Object(await limited.json()).error).toMatchObject({
    code: "RATE_LIMITED",
    data: { retryAfterSeconds: 1 },
  });
  const called = await login("/trpc/auth.login", { json: input });
  expect([called.status, called.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await told(app.anonymous.auth.login.mutate(input))).toMatchObject({
    failure: { code: "RATE_LIMITED", details: { retryAfterSeconds: 1 } },
  });
});

test("signs a browser in by passkey", async (context) => {
  await using device = await passkeyBrowser(context);
  const { client } = await registered("passkey@example.com");
  const credential = await device.create(await client.auth.passkeys.startRegistration.mutate());
  // Sound: what the browser made is checked by the procedure.
  const registration = credential as never;
  const passkey = await client.auth.passkeys.register.mutate({ name: "Phone", credential: registration });
  const { client: browser, cookies } = app.browser();
  const answer = (await device.get(await browser.auth.passkeys.startLogin.mutate())) as never;
  await browser.auth.passkeys.login.mutate({ credential: answer });
  expect(cookies).toHaveLength(1);
  expect((await browser.auth.me.query()).user.email).toBe("passkey@example.com");
  expect(await browser.auth.passkeys.list.query()).toEqual([{ ...passkey, lastUsedAt: expect.any(Date) }]);
});

test("shows no hash, no key and no secret in any answer", async () => {
  const { client } = await registered("silent@example.com");
  await client.apiKeys.create.mutate({ name: "script", scopes: ["orders:place"] });
  const answers = [
    await client.apiKeys.list.query(),
    await client.auth.passkeys.list.query(),
    await client.auth.secondFactor.get.query(),
    await client.auth.me.query(),
  ];
  expect(JSON.stringify(answers)).not.toMatch(/ashlar_|hash|sealed|[A-Za-z0-9_-]{43}/);
});
