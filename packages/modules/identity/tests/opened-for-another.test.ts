import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const newPassword = "another long mango 82";

/** An account with a key, a second factor and a passkey. @returns what else signs in to it than its password. */
async function equipped(email: string) {
  const actor = await identity.actorWith(email);
  const { secret: key } = Object(
    await identity.call("apiKeys.create", { name: "mine", scopes: ["orders:place"] }, actor),
  );
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const code = totpAt(secret, identity.clock.now());
  await identity.call("auth.secondFactor.confirm", { code }, actor);
  await identity.database.sql`
    insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
    values (gen_random_uuid(), ${actor.userId}, 'mine', ${email}, 'x', 0, '{}', false, now())`;
  return { actor, key };
}

async function resetByMail(email: string): Promise<void> {
  await identity.call("auth.requestPasswordReset", { email });
  await identity.settle();
  const { token } = Object(identity.mails.findLast(({ template }) => template === "reset-password"));
  await identity.call("auth.resetPassword", { token, newPassword });
}

const passkeysOf = (userId: string) =>
  identity.database.sql`select 1 from passkeys where user_id = ${userId}`;

test("who opened an account with another's address keeps no way in, and keeps nobody out, once its mail is read", async () => {
  const { actor, key } = await equipped("victim@example.com");
  expect(await identity.module.authenticate({ token: key, via: "api-key" })).not.toBeNull();
  await resetByMail("victim@example.com");
  expect(await identity.module.authenticate({ token: key, via: "api-key" })).toBeNull();
  expect(await passkeysOf(actor.userId)).toEqual([]);
  expect(await identity.login("victim@example.com", newPassword)).toBeDefined();
});

test("a reset leaves an owner whose address is verified their keys, passkeys and second factor", async () => {
  const { actor, key } = await equipped("owner@example.com");
  await identity.database.sql`update users set email_verified_at = now() where email = 'owner@example.com'`;
  await resetByMail("owner@example.com");
  expect(await identity.module.authenticate({ token: key, via: "api-key" })).not.toBeNull();
  expect(await passkeysOf(actor.userId)).toHaveLength(1);
  await expect(identity.login("owner@example.com", newPassword)).rejects.toMatchObject({
    code: "SECOND_FACTOR_REQUIRED",
  });
});
