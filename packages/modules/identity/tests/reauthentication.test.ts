import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const stale = expect.objectContaining({
  code: "REAUTHENTICATION_REQUIRED",
  details: { maximumAgeSeconds: 600 },
});
const wrong = expect.objectContaining({ code: "INVALID_CREDENTIALS" });
const makeKey = (actor: Actor) =>
  identity.call("apiKeys.create", { name: "script", scopes: ["orders:place"] }, actor);
const prove = (actor: Actor, proof: object) => identity.call("auth.reauthenticate", proof, actor);

test("allows sensitive changes for ten minutes after signing in, and again after each proof", async () => {
  const actor = await identity.actorWith("recent@example.com");
  await makeKey(actor);
  identity.clock.advance(599_999);
  await makeKey(actor);
  identity.clock.advance(1);
  await expect(makeKey(actor)).rejects.toEqual(stale);
  await prove(actor, { password });
  await makeKey(actor);
  identity.clock.advance(600_000);
  await expect(makeKey(actor)).rejects.toEqual(stale);
});

test.each([
  ["auth.secondFactor.enrol", undefined],
  ["auth.secondFactor.confirm", { code: "123456" }],
  ["auth.secondFactor.disable", undefined],
  ["auth.secondFactor.replaceRecoveryCodes", undefined],
  ["auth.passkeys.startRegistration", undefined],
  ["auth.passkeys.remove", { id: "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11" }],
])("asks for a fresh proof before %s", async (path, input) => {
  const actor = await identity.actorWith(`${path.toLowerCase()}@example.com`);
  identity.clock.advance(600_000);
  await expect(identity.call(path, input, actor)).rejects.toEqual(stale);
});

test("counts in the session that it was given in, and in no other of the same person", async () => {
  const here = await identity.actorWith("two@example.com");
  const there = await identity.actorOf((await identity.login("two@example.com")).token);
  identity.clock.advance(600_000);
  await prove(here, { password });
  await makeKey(here);
  await expect(makeKey(there)).rejects.toEqual(stale);
});

test("refuses a wrong password, and a code where there is no second factor", async () => {
  const actor = await identity.actorWith("prover@example.com");
  identity.clock.advance(600_000);
  for (const proof of [{ password: "not the password" }, { code: "123456" }]) {
    await expect(prove(actor, proof)).rejects.toEqual(wrong);
  }
  await expect(makeKey(actor)).rejects.toEqual(stale);
});

test.each([
  ["auth.reauthenticate", { password: "not the password" }],
  ["auth.reauthenticate", { code: "123456" }],
  ["auth.changePassword", { currentPassword: "not the password", newPassword: "another long mango 82" }],
  ["auth.changeEmail", { currentPassword: "not the password", email: "moved@example.com" }],
  ["auth.deactivate", { currentPassword: "not the password" }],
])("writes down who could not prove themselves to %s, from where and by whom", async (path, input) => {
  const email = `${path.toLowerCase()}.${Object.keys(input)[0]?.toLowerCase()}@example.com`;
  const actor = await identity.actorWith(email);
  await expect(identity.call(path, input, actor, "198.51.100.9")).rejects.toEqual(wrong);
  const entries = await identity.database.sql`
    select action, via, subject_id, address from audit_entries
    where actor_id = ${actor.userId} and action = 'identity.proof-refused'`;
  expect(entries).toEqual([
    { action: "identity.proof-refused", via: "session", subject_id: actor.userId, address: "198.51.100.9" },
  ]);
});

test("a password is tried at another address without making its owner wait", async () => {
  const actor = await identity.actorWith("waiting@example.com");
  const change = (currentPassword: string, address: string) =>
    identity.call("auth.changeEmail", { currentPassword, email: "else@example.com" }, actor, address);
  for (let guess = 0; guess < 5; guess += 1)
    await expect(change("not the password", "198.51.100.8")).rejects.toEqual(wrong);
  await expect(change(password, "198.51.100.8")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  await change(password, "192.0.2.7");
});

test("takes a code of the second factor, once", async () => {
  const actor = await identity.actorWith("coder@example.com");
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const confirmed = totpAt(secret, identity.clock.now());
  await identity.call("auth.secondFactor.confirm", { code: confirmed }, actor);
  identity.clock.advance(600_000);
  const code = totpAt(secret, identity.clock.now());
  await prove(actor, { code });
  await makeKey(actor);
  await expect(prove(actor, { code })).rejects.toEqual(wrong);
});

test("takes exactly one proof", async () => {
  const actor = await identity.actorWith("single@example.com");
  for (const proof of [{}, { password, code: "123456" }]) {
    await expect(prove(actor, proof)).rejects.toMatchObject({
      issues: [expect.objectContaining({ constraint: "exactly one proof" })],
    });
  }
});

test("makes the thief of a session wait who tries passwords, and still lets its owner sign in elsewhere", async () => {
  const actor = await identity.actorWith("stolen@example.com");
  for (let guess = 0; guess < 5; guess += 1) {
    await expect(prove(actor, { password: `guess number ${guess}` })).rejects.toEqual(wrong);
  }
  await expect(prove(actor, { password })).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(await identity.login("stolen@example.com")).toBeDefined();
});
