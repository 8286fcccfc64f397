import { setTimeout as wait } from "node:timers/promises";
import { permissionsOf, roles } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, identityOn, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

const policy = { secondFactorRoles: ["admin", "staff"] } as const;

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness(policy);
});
afterAll(() => identity[Symbol.asyncDispose]());

const asCustomer = { roles: ["customer"], permissions: new Set(["orders:place"]) };
const asAdmin = { roles: ["admin"], permissions: permissionsOf(["admin"]) };
const showFactor = expect.objectContaining({
  code: "REAUTHENTICATION_REQUIRED",
  details: { maximumAgeSeconds: 600, secondFactor: "required" },
});

const now = (): Date => identity.clock.now();
/** The code of the app, half a minute after the last one that was used. */
const nextCode = (secret: string): string => {
  identity.clock.advance(30_000);
  return totpAt(secret, now());
};
const call = (path: string, actor: Actor, input?: unknown) => identity.call(path, input, actor);

/** Signs in and says by which token. */
async function signedIn(email: string, code?: string): Promise<string> {
  const { token } = Object(await identity.call("auth.login", { email, password, ...(code && { code }) }));
  return token;
}

/** An administrator who has signed in with a password alone. */
async function administrator(email: string): Promise<string> {
  const { user, token } = await identity.register(email);
  await identity.database.sql`update users set roles = array['admin'] where id = ${user.id}`;
  return token;
}

/** Sets an app up in a session. */
async function enrolled(
  token: string,
): Promise<{ readonly secret: string; readonly recoveryCodes: string[] }> {
  const actor = await identity.actorOf(token);
  const { secret } = Object(await call("auth.secondFactor.enrol", actor));
  const code = totpAt(secret, now());
  const { recoveryCodes } = Object(await call("auth.secondFactor.confirm", actor, { code }));
  return { secret, recoveryCodes };
}

/** A passkey that some device of theirs has made. */
async function addPasskey({ userId }: Actor): Promise<string> {
  const [row] = await identity.database.sql`
    insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
    values (gen_random_uuid(), ${userId}, 'Laptop', gen_random_uuid(), 'key', 0, '{}', false, now()) returning id`;
  return String(row?.id);
}

test("an administrator who signs in with a password alone is a customer until an app is set up in the session", async () => {
  const token = await administrator("ada@example.com");
  const before = await identity.actorOf(token);
  expect(before).toMatchObject(asCustomer);
  await expect(call("users.list", before)).rejects.toMatchObject({ name: "Forbidden" });
  expect(await call("auth.me", before)).toMatchObject({
    user: { roles: ["admin"] },
    permissions: ["orders:place"],
    secondFactor: "required",
  });
  await enrolled(token);
  const after = await identity.actorOf(token);
  expect(after).toMatchObject(asAdmin);
  expect(await call("users.list", after)).toBeDefined();
  expect(await call("auth.me", after)).not.toHaveProperty("secondFactor");
});

test("a sign-in with a code of the app or a recovery code counts at once, one from before counts once a code is given", async () => {
  const email = "grace@example.com";
  const token = await administrator(email);
  const elsewhere = await signedIn(email);
  const { secret, recoveryCodes } = await enrolled(token);
  expect(await identity.actorOf(await signedIn(email, nextCode(secret)))).toMatchObject(asAdmin);
  expect(await identity.actorOf(await signedIn(email, recoveryCodes[0]))).toMatchObject(asAdmin);
  const actor = await identity.actorOf(elsewhere);
  expect(actor).toMatchObject(asCustomer);
  await call("auth.reauthenticate", actor, { password });
  expect(await identity.actorOf(elsewhere)).toMatchObject(asCustomer);
  await call("auth.reauthenticate", actor, { code: nextCode(secret) });
  expect(await identity.actorOf(elsewhere)).toMatchObject(asAdmin);
});

test("whoever turns the factor off loses the roles in every session and process, notified or not", async () => {
  const email = "hedy@example.com";
  const heard = identityOn(identity.database, identity.clock, policy);
  const deaf = identityOn(identity.database, identity.clock, policy);
  const stop = await heard.listen();
  const token = await administrator(email);
  const { secret } = await enrolled(token);
  const tokens = [token, await signedIn(email, nextCode(secret))];
  const rolesIn = (module: typeof heard) =>
    Promise.all(tokens.map(async (one) => (await module.authenticate({ token: one, via: "bearer" }))?.roles));
  for (const module of [identity.module, heard, deaf]) {
    expect(await rolesIn(module)).toEqual([["admin"], ["admin"]]);
  }
  const startedMs = performance.now();
  await call("auth.secondFactor.disable", await identity.actorOf(token));
  expect(await rolesIn(identity.module)).toEqual([["customer"], ["customer"]]);
  await expect.poll(() => rolesIn(heard), { interval: 5 }).toEqual([["customer"], ["customer"]]);
  await wait(Math.max(0, 1_000 - (performance.now() - startedMs)));
  expect(await rolesIn(deaf)).toEqual([["customer"], ["customer"]]);
  await stop();
  await enrolled(token);
  expect(await identity.actorOf(token)).toMatchObject(asAdmin);
});

test("whoever removes a passkey shows the factor that is left once more", async () => {
  const token = await administrator("joan@example.com");
  const { secret } = await enrolled(token);
  const actor = await identity.actorOf(token);
  const id = await addPasskey(actor);
  await call("auth.passkeys.remove", actor, { id });
  expect(await identity.actorOf(token)).toMatchObject(asCustomer);
  await call("auth.reauthenticate", actor, { code: nextCode(secret) });
  expect(await identity.actorOf(token)).toMatchObject(asAdmin);
});

test("who knows the password of an account with a factor neither adds one nor takes one off", async () => {
  const email = "radia@example.com";
  const token = await administrator(email);
  const elsewhere = await signedIn(email);
  const thief = await identity.actorOf(elsewhere);
  // Begun before there was a factor, and not confirmed.
  const begun = Object(await call("auth.secondFactor.enrol", thief));
  const id = await addPasskey(thief);
  const code = totpAt(begun.secret, now());
  await expect(call("auth.secondFactor.confirm", thief, { code })).rejects.toEqual(showFactor);
  for (const [path, input] of [
    ["auth.secondFactor.enrol", undefined],
    ["auth.secondFactor.disable", undefined],
    ["auth.secondFactor.replaceRecoveryCodes", undefined],
    ["auth.passkeys.startRegistration", undefined],
    ["auth.passkeys.remove", { id }],
  ] as const) {
    await expect(call(path, thief, input), path).rejects.toEqual(showFactor);
  }
  await call("auth.reauthenticate", thief, { password });
  await expect(call("auth.passkeys.remove", thief, { id })).rejects.toEqual(showFactor);
  expect(await identity.actorOf(token)).toMatchObject(asCustomer);
  expect(await identity.database.sql`select 1 from passkeys where id = ${id}`).toHaveLength(1);
});

test("a factor is added to another only where that one was shown, whatever the roles", async () => {
  const { user, token } = await identity.register("promoted@example.com");
  await addPasskey(await identity.actorOf(token));
  await expect(enrolled(token)).rejects.toEqual(showFactor);
  const admin = await administrator("promoter@example.com");
  await enrolled(admin);
  const given = { id: user.id, roles: ["staff"] };
  await call("users.setRoles", await identity.actorOf(admin), given);
  expect(await identity.actorOf(token)).toMatchObject(asCustomer);
});

test("an access token says and allows what counts in its session", async () => {
  const token = await administrator("barbara@example.com");
  const actor = await identity.actorOf(token);
  const { accessToken, refreshToken } = Object(await call("auth.tokens.issue", actor, {}));
  const bearer = () => identity.actorOf(accessToken);
  expect(decodeJwt(accessToken)).toMatchObject({ roles: ["customer"] });
  expect(await bearer()).toMatchObject(asCustomer);
  await enrolled(token);
  expect(await bearer()).toMatchObject(asAdmin);
  const next = Object(await identity.call("auth.tokens.refresh", { refreshToken }));
  expect(decodeJwt(next.accessToken)).toMatchObject({ roles: ["admin"] });
  await call("auth.secondFactor.disable", actor);
  expect(await bearer()).toMatchObject(asCustomer);
  const last = Object(await identity.call("auth.tokens.refresh", { refreshToken: next.refreshToken }));
  expect(decodeJwt(last.accessToken)).toMatchObject({ roles: ["customer"] });
});

test("a key is allowed what counts in the session that makes it, and keeps that", async () => {
  const token = await administrator("katherine@example.com");
  const scopes = ["users:read", "profile:read"];
  const make = async () => call("apiKeys.create", await identity.actorOf(token), { name: "script", scopes });
  await expect(make()).rejects.toMatchObject({ code: "SCOPE_NOT_HELD", details: { scopes: ["users:read"] } });
  await enrolled(token);
  const { secret } = Object(await make());
  await call("auth.secondFactor.disable", await identity.actorOf(token));
  const key = await identity.module.authenticate({ token: secret, via: "api-key" });
  expect(key?.permissions).toEqual(new Set(["users:read"]));
  expect(await call("auth.me", key as Actor)).not.toHaveProperty("secondFactor");
});

test("a user without any of the roles is not asked for a factor until there is one", async () => {
  const { token } = await identity.register("customer@example.com");
  const actor = await identity.actorOf(token);
  expect(actor).toMatchObject(asCustomer);
  expect(await call("auth.me", actor)).not.toHaveProperty("secondFactor");
  const { secret } = await enrolled(token);
  identity.clock.advance(600_000);
  await expect(call("auth.secondFactor.disable", actor)).rejects.toEqual(showFactor);
  await call("auth.reauthenticate", actor, { code: nextCode(secret) });
  await call("auth.secondFactor.disable", actor);
});

test("a duty of customers is everybody's, and leaves them what sets a factor up", async () => {
  await using strict = await identityHarness({ secondFactorRoles: ["customer"] });
  const { token } = await strict.register("newcomer@example.com");
  const before = await strict.actorOf(token);
  expect(before).toMatchObject({ roles: [], permissions: new Set() });
  const { secret } = Object(await strict.call("auth.secondFactor.enrol", undefined, before));
  const code = totpAt(secret, strict.clock.now());
  await strict.call("auth.secondFactor.confirm", { code }, before);
  expect(await strict.actorOf(token)).toMatchObject(asCustomer);
});

test("every role may do what a customer may, so none is given anything by counting as one", () => {
  for (const role of roles) {
    expect([...permissionsOf([role])]).toEqual(expect.arrayContaining([...permissionsOf(["customer"])]));
  }
});
