import { afterAll, beforeAll, expect, test } from "vitest";
import { heldRow } from "./held-row.ts";
import { type IdentityHarness, identityHarness, identityOn, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

/** Lets two do the same while what they fight for is held, then lets it go. */
async function outcomesOfTwo(statement: string, act: () => Promise<unknown>): Promise<string[]> {
  const held = await heldRow(identity, statement);
  const both = Promise.allSettled([act(), act()]);
  await held.waiting(2);
  await held.release();
  return (await both)
    .map((outcome) =>
      outcome.status === "fulfilled" ? "done" : String(outcome.reason.code ?? outcome.reason),
    )
    .sort();
}

test("takes a code of the app from one of two who prove themselves with it at once", async () => {
  const actor = await identity.actorWith("code@example.com");
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const confirmed = totpAt(secret, identity.clock.now());
  await identity.call("auth.secondFactor.confirm", { code: confirmed }, actor);
  identity.clock.advance(30_000);
  const code = totpAt(secret, identity.clock.now());
  const outcomes = await outcomesOfTwo("select 1 from totp_factors for update", () =>
    identity.call("auth.reauthenticate", { code }, actor),
  );
  expect(outcomes).toEqual(["INVALID_CREDENTIALS", "done"]);
});

test("takes a recovery code from one of two who prove themselves with it at once", async () => {
  const actor = await identity.actorWith("recovery@example.com");
  const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, actor));
  const confirmed = totpAt(secret, identity.clock.now());
  const { recoveryCodes } = Object(
    await identity.call("auth.secondFactor.confirm", { code: confirmed }, actor),
  );
  const outcomes = await outcomesOfTwo("select 1 from recovery_codes for update", () =>
    identity.call("auth.reauthenticate", { code: recoveryCodes[0] }, actor),
  );
  expect(outcomes).toEqual(["INVALID_CREDENTIALS", "done"]);
});

test("gives the next pair of tokens to one of two who refresh at once", async () => {
  const actor = await identity.actorWith("refresh@example.com");
  const { refreshToken } = Object(await identity.call("auth.tokens.issue", {}, actor));
  const outcomes = await outcomesOfTwo("select 1 from token_families for update", () =>
    identity.call("auth.tokens.refresh", { refreshToken }),
  );
  expect(outcomes).toEqual(["INVALID_REFRESH_TOKEN", "done"]);
});

test("makes the fiftieth key for one of two who ask at once", async () => {
  const actor = await identity.actorWith("fiftieth@example.com");
  await identity.database.sql`
    insert into api_keys (id, user_id, name, scopes, secret_hash, created_at)
    select gen_random_uuid(), ${actor.userId}, 'x', array['orders:place'], rpad('r' || n, 43, 'x'), now()
    from generate_series(1, 49) n`;
  const statement = `select 1 from users where id = '${actor.userId}' for no key update`;
  const outcomes = await outcomesOfTwo(statement, () =>
    identity.call("apiKeys.create", { name: "last", scopes: ["orders:place"] }, actor),
  );
  expect(outcomes).toEqual(["TOO_MANY_API_KEYS", "done"]);
});

test("makes one first signing key for two processes that need it at once", async () => {
  await identity.database.sql`delete from signing_keys`;
  const outcomes = await outcomesOfTwo("select pg_advisory_xact_lock(7361202)", () =>
    identityOn(identity.database, identity.clock).jwks(),
  );
  expect(outcomes).toEqual(["done", "done"]);
  expect(await identity.database.sql`select 1 from signing_keys`).toHaveLength(1);
});

test.each([
  ["auth.changePassword", { newPassword: "another long mango 82" }],
  ["auth.changeEmail", { email: "moved@example.com" }],
  ["auth.deactivate", {}],
])("%s asks for a factor that was set up while it waited for the account", async (path, more) => {
  const actor = await identity.actorWith(`${path.toLowerCase()}@example.com`);
  const held = await heldRow(
    identity,
    `select 1 from users where id = '${actor.userId}' for no key update;
     insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
     values (gen_random_uuid(), '${actor.userId}', 'mine', gen_random_uuid(), 'x', 0, '{}', false, now())`,
  );
  const refused = expect(
    identity.call(path, { currentPassword: password, ...more }, actor),
  ).rejects.toMatchObject({ code: "REAUTHENTICATION_REQUIRED" });
  await held.waiting(1);
  await held.release();
  await refused;
});
