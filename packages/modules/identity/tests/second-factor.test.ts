import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const refusal = (code: string) => expect.objectContaining({ code });
const now = (): Date => identity.clock.now();
const login = (email: string, code?: string, given = password) =>
  identity.call("auth.login", { email, password: given, ...(code !== undefined && { code }) });

type Enrolled = { readonly actor: Actor; readonly secret: string; readonly recoveryCodes: readonly string[] };

/** Somebody who signs in with an app; the half minute whose code was used has passed. */
async function enrolled(email: string): Promise<Enrolled> {
  const actor = await identity.actorWith(email);
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const code = totpAt(secret, now());
  const { recoveryCodes } = Object(await identity.call("auth.secondFactor.confirm", { code }, actor));
  identity.clock.advance(30_000);
  return { actor, secret, recoveryCodes };
}

test("counts only once a code of the app is confirmed, and then at every sign-in with a password", async () => {
  const actor = await identity.actorWith("ada@example.com");
  const enrolment = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  expect(enrolment.uri).toContain("otpauth://totp/Ashlar:ada%40example.com?issuer=Ashlar");
  expect(enrolment.uri).toContain(`secret=${enrolment.secret}`);
  expect(await login("ada@example.com")).toBeDefined();
  await expect(identity.call("auth.secondFactor.confirm", { code: "000000" }, actor)).rejects.toEqual(
    refusal("CODE_REFUSED"),
  );
  const { recoveryCodes } = Object(
    await identity.call("auth.secondFactor.confirm", { code: totpAt(enrolment.secret, now()) }, actor),
  );
  expect(new Set(recoveryCodes).size).toBe(10);
  await expect(login("ada@example.com")).rejects.toEqual(refusal("SECOND_FACTOR_REQUIRED"));
  identity.clock.advance(30_000);
  expect(await login("ada@example.com", totpAt(enrolment.secret, now()))).toBeDefined();
  expect(await identity.call("auth.secondFactor.get", undefined, actor)).toMatchObject({
    isOn: true,
    recoveryCodesLeft: 10,
  });
});

test("tells a wrong password from a right one no sooner than without a second factor", async () => {
  const { secret } = await enrolled("hidden@example.com");
  const code = totpAt(secret, now());
  for (const given of [undefined, code, "000000"]) {
    await expect(login("hidden@example.com", given, "not the password at all")).rejects.toEqual(
      refusal("INVALID_CREDENTIALS"),
    );
  }
  await expect(login("hidden@example.com", "000000")).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
});

test("takes each code once, and none older than a used one", async () => {
  const { secret } = await enrolled("replay@example.com");
  const earlier = totpAt(secret, now());
  identity.clock.advance(30_000);
  const code = totpAt(secret, now());
  expect(await login("replay@example.com", code)).toBeDefined();
  await expect(login("replay@example.com", code)).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
  await expect(login("replay@example.com", earlier)).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
});

test("takes a recovery code once, however it is typed, and keeps only its hash", async () => {
  const { actor, recoveryCodes } = await enrolled("lost@example.com");
  const [first = "", second = ""] = recoveryCodes;
  expect(first).toMatch(/^([a-z2-7]{6}-){3}[a-z2-7]{6}$/);
  expect(await login("lost@example.com", first.toUpperCase().replaceAll("-", " "))).toBeDefined();
  await expect(login("lost@example.com", first)).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
  expect(await identity.call("auth.secondFactor.get", undefined, actor)).toMatchObject({
    recoveryCodesLeft: 9,
  });
  const { recoveryCodes: fresh } = Object(
    await identity.call("auth.secondFactor.replaceRecoveryCodes", undefined, actor),
  );
  await expect(login("lost@example.com", second)).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
  expect(await login("lost@example.com", fresh[0])).toBeDefined();
  const [row] = await identity.database.sql`select string_agg(code_hash, ' ') as text from recovery_codes`;
  for (const code of fresh) expect(row?.text).not.toContain(code.slice(0, 6));
});

test("gives a code that two type at once to one of them", async () => {
  const { secret, recoveryCodes } = await enrolled("race@example.com");
  for (const code of [totpAt(secret, now()), recoveryCodes[0]]) {
    const outcomes = await Promise.allSettled([
      login("race@example.com", code),
      login("race@example.com", code),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});

test("cannot be enrolled over one that is on, and is off once it is turned off", async () => {
  const { actor } = await enrolled("twice@example.com");
  const call = (name: string, input?: object) => identity.call(`auth.secondFactor.${name}`, input, actor);
  await expect(call("enrol")).rejects.toEqual(refusal("SECOND_FACTOR_ALREADY_ON"));
  await expect(call("confirm", { code: "123456" })).rejects.toEqual(refusal("SECOND_FACTOR_ALREADY_ON"));
  await call("disable");
  await call("disable");
  expect(await login("twice@example.com")).toBeDefined();
  expect(await call("get")).toEqual({ isOn: false, onSince: null, recoveryCodesLeft: 0 });
  await expect(call("confirm", { code: "123456" })).rejects.toEqual(refusal("SECOND_FACTOR_NOT_ON"));
  await expect(call("replaceRecoveryCodes")).rejects.toEqual(refusal("SECOND_FACTOR_NOT_ON"));
});

test("keeps the app's secret sealed, and writes every change into the audit trail", async () => {
  const { actor, secret } = await enrolled("sealed@example.com");
  const [row] = await identity.database.sql`
    select sealed_secret from totp_factors where user_id = ${actor.userId}`;
  expect(row?.sealed_secret).toMatch(/^v1\./);
  expect(row?.sealed_secret).not.toContain(secret);
  await identity.call("auth.secondFactor.replaceRecoveryCodes", undefined, actor);
  await identity.call("auth.secondFactor.disable", undefined, actor);
  const rows = await identity.database.sql`
    select action from audit_entries where actor_id = ${actor.userId} and action like '%factor%' or action like '%recovery%'
      and actor_id = ${actor.userId} order by id`;
  expect(rows.map(({ action }) => action)).toEqual([
    "identity.second-factor-on",
    "identity.recovery-codes-replaced",
    "identity.second-factor-off",
  ]);
});
