import { afterAll, beforeAll, expect, test } from "vitest";
import { heldRow } from "./held-row.ts";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness({ secondFactorRoles: ["admin"] });
});
afterAll(() => identity[Symbol.asyncDispose]());

async function administrator(email: string) {
  const { user, token } = await identity.register(email);
  await identity.database.sql`update users set roles = array['admin'] where id = ${user.id}`;
  const actor = await identity.actorOf(token);
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const confirm = () =>
    identity.call("auth.secondFactor.confirm", { code: totpAt(secret, identity.clock.now()) }, actor);
  return { actor, token, secret: String(secret), confirm };
}

test("a sign-in that overlaps the removal of its factor ends up without it", async () => {
  const email = "overlap@example.com";
  const { actor, secret, confirm } = await administrator(email);
  await confirm();
  identity.clock.advance(30_000);
  const code = totpAt(secret, identity.clock.now());
  const held = await heldRow(identity, "select 1 from totp_factors for update");
  const signingIn = identity.call("auth.login", { email, password, code });
  await held.waiting(1);
  const removing = identity.call("auth.secondFactor.disable", undefined, actor);
  await held.waiting(2);
  await held.release();
  const [{ token }] = await Promise.all([signingIn.then(Object), removing]);
  expect(await identity.actorOf(token)).toMatchObject({ roles: ["customer"] });
});

test("of two who set up an account's first factor at once, the later one needs the other's", async () => {
  const { actor, token, confirm } = await administrator("first@example.com");
  const held = await heldRow(
    identity,
    `select 1 from users where id = '${actor.userId}' for no key update;
     insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
     values (gen_random_uuid(), '${actor.userId}', 'Laptop', 'first', 'key', 0, '{}', false, now())`,
  );
  const confirming = confirm().catch((error: unknown) => error);
  await held.waiting(1);
  await held.release();
  expect(await confirming).toMatchObject({
    code: "REAUTHENTICATION_REQUIRED",
    details: { secondFactor: "required" },
  });
  expect(await identity.actorOf(token)).toMatchObject({ roles: ["customer"] });
});
