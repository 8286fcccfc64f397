import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const showFactor = expect.objectContaining({
  code: "REAUTHENTICATION_REQUIRED",
  details: { maximumAgeSeconds: 600, secondFactor: "required" },
});

const madeElsewhere = {
  id: "AA",
  rawId: "AA",
  type: "public-key",
  response: { clientDataJSON: "AA", attestationObject: "AA" },
};

const changes = [
  ["auth.secondFactor.enrol", undefined],
  ["auth.secondFactor.confirm", { code: "123456" }],
  ["auth.secondFactor.disable", undefined],
  ["auth.secondFactor.replaceRecoveryCodes", undefined],
  ["auth.passkeys.startRegistration", undefined],
  ["auth.passkeys.register", { name: "mine", credential: madeElsewhere }],
  ["auth.passkeys.remove", { id: "01900000-0000-7000-8000-000000000000" }],
  ["auth.providers.remove", { id: "any" }],
  ["apiKeys.create", { name: "mine", scopes: ["orders:place"] }],
  ["auth.changePassword", { currentPassword: password, newPassword: "another long mango 82" }],
  ["auth.changeEmail", { currentPassword: password, email: "elsewhere@example.com" }],
  ["auth.deactivate", { currentPassword: password }],
] as const;

test.each([
  ["an app", "app"],
  ["a passkey", "passkey"],
])("the password takes nothing off and adds nothing beside %s, however fresh it is", async (_, kind) => {
  const email = `${kind}@example.com`;
  const { user, token } = await identity.register(email);
  const owner = await identity.actorOf(token);
  const foundOpen = await identity.actorOf((await identity.login(email)).token);
  if (kind === "app") {
    const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, owner));
    const code = totpAt(secret, identity.clock.now());
    await identity.call("auth.secondFactor.confirm", { code }, owner);
  } else {
    await identity.database.sql`
      insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
      values (gen_random_uuid(), ${user.id}, 'mine', gen_random_uuid(), 'x', 0, '{}', false, now())`;
  }
  await identity.call("auth.reauthenticate", { password }, foundOpen);
  for (const [path, input] of changes) {
    await expect(identity.call(path, input, foundOpen), path).rejects.toEqual(showFactor);
  }
  identity.clock.advance(600_000);
  await identity.call("auth.reauthenticate", { password }, owner);
  for (const [path, input] of changes) {
    await expect(identity.call(path, input, owner), path).rejects.toEqual(showFactor);
  }
});
