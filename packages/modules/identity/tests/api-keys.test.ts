import { setTimeout as wait } from "node:timers/promises";
import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, identityOn, password } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

type Made = { readonly id: string; readonly secret: string };

async function create(actor: Actor, input: object = {}): Promise<Made> {
  const made = await identity.call(
    "apiKeys.create",
    { name: "script", scopes: ["orders:place"], ...input },
    actor,
  );
  // Sound: the output schema has just checked the answer.
  return made as Made;
}
const actorOf = (secret: string, via: "bearer" | "api-key" = "api-key") =>
  identity.module.authenticate({ token: secret, via });
const refusal = (code: string, details: object = {}) => expect.objectContaining({ code, details });

test("tells a key's secret once, and keeps only its hash", async () => {
  const actor = await identity.actorWith("once@example.com");
  const made = await create(actor);
  expect(made).toMatchObject({ name: "script", scopes: ["orders:place"], expiresAt: null, lastUsedAt: null });
  expect(made.secret).toMatch(/^ashlar_[A-Za-z0-9_-]{43}$/);
  const { secret: _, ...shown } = made;
  expect(await identity.call("apiKeys.list", undefined, actor)).toEqual([shown]);
  const rows = await identity.database.sql`
    select to_jsonb(k)::text as text from api_keys k union all select to_jsonb(a)::text from audit_entries a`;
  for (const { text } of rows) expect(text).not.toContain(made.secret.slice(7));
});

test("stands for its owner with its scopes alone, as X-API-Key and as a bearer", async () => {
  const owner = await identity.actorWith("author@example.com", ["customer", "author"]);
  const { id, secret } = await create(owner, { scopes: ["posts:write", "posts:write"] });
  const expected = {
    userId: owner.userId,
    sessionId: id,
    via: "api-key",
    permissions: new Set(["posts:write"]),
  };
  expect(await actorOf(secret)).toMatchObject(expected);
  expect(await actorOf(secret, "bearer")).toMatchObject(expected);
});

test("takes a key for nobody's in a cookie, and a session's token for nobody's as a key", async () => {
  const { token } = await identity.register("places@example.com");
  const { secret } = await create(await identity.actorOf(token));
  expect(await identity.module.authenticate({ token: secret, via: "cookie" })).toBeNull();
  expect(await identity.module.authenticate({ token, via: "api-key" })).toBeNull();
});

test.each(["ashlar_", `ashlar_${"a".repeat(43)}`, `ashlar_${"a".repeat(4_000)}`, "ashlar_é", "ASHLAR_x"])(
  "takes the made-up key %s for nobody's",
  async (secret) => {
    expect(await actorOf(secret)).toBeNull();
    expect(await actorOf(secret, "bearer")).toBeNull();
  },
);

test("cannot be allowed what its maker may not do", async () => {
  const actor = await identity.actorWith("limited@example.com");
  await expect(create(actor, { scopes: ["orders:place", "users:admin", "ops:read"] })).rejects.toEqual(
    refusal("SCOPE_NOT_HELD", { scopes: ["users:admin", "ops:read"] }),
  );
});

test("loses with its owner what its owner loses, and everything when the owner is closed", async () => {
  const admin = await identity.actorWith("taker@example.com", ["admin"]);
  await identity.actorWith("other-taker@example.com", ["admin"]);
  const owner = await identity.actorWith("loser@example.com", ["customer", "author"]);
  const { secret } = await create(owner, { scopes: ["posts:write"] });
  expect((await actorOf(secret))?.permissions).toEqual(new Set(["posts:write"]));
  await identity.call("users.setRoles", { id: owner.userId, roles: ["customer"] }, admin);
  expect((await actorOf(secret))?.permissions).toEqual(new Set());
  await identity.call("users.deactivate", { id: owner.userId }, admin);
  expect(await actorOf(secret)).toBeNull();
});

test("ends at its time, and cannot be made to have ended already", async () => {
  const actor = await identity.actorWith("expiring@example.com");
  const now = identity.clock.now().getTime();
  await expect(create(actor, { expiresAt: new Date(now) })).rejects.toEqual(
    refusal("VALIDATION_FAILED", {
      issues: [{ field: "expiresAt", constraint: "future", message: "must be in the future" }],
    }),
  );
  const { secret } = await create(actor, { expiresAt: new Date(now + 60_000) });
  expect(await actorOf(secret)).not.toBeNull();
  identity.clock.advance(60_000);
  expect(await actorOf(secret)).toBeNull();
});

test("writes its use down once an hour", async () => {
  const actor = await identity.actorWith("used@example.com");
  const { id, secret } = await create(actor);
  const lastUsed = async () =>
    (await identity.database.sql`select last_used_at from api_keys where id = ${id}`)[0]?.last_used_at;
  const first = identity.clock.now();
  await actorOf(secret);
  identity.clock.advance(59 * 60_000);
  await identityOn(identity.database, identity.clock).authenticate({ token: secret, via: "api-key" });
  expect(await lastUsed()).toEqual(first);
  identity.clock.advance(60_000);
  await identityOn(identity.database, identity.clock).authenticate({ token: secret, via: "api-key" });
  expect(await lastUsed()).toEqual(identity.clock.now());
});

test("is refused in every process within a second of being revoked, notified or not", async () => {
  const heard = identityOn(identity.database, identity.clock);
  const deaf = identityOn(identity.database, identity.clock);
  const stop = await heard.listen();
  const actor = await identity.actorWith("revoker@example.com");
  const { id, secret } = await create(actor);
  const credential = { token: secret, via: "api-key" } as const;
  for (const { authenticate } of [identity.module, heard, deaf])
    expect(await authenticate(credential)).not.toBeNull();
  const startedMs = performance.now();
  await identity.call("apiKeys.revoke", { id }, actor);
  expect(await actorOf(secret)).toBeNull();
  await expect.poll(() => heard.authenticate(credential), { timeout: 800, interval: 5 }).toBeNull();
  await wait(Math.max(0, 1_000 - (performance.now() - startedMs)));
  expect(await deaf.authenticate(credential)).toBeNull();
  await stop();
});

test("answers the revocation of another's key as that of an unknown one", async () => {
  const { id } = await create(await identity.actorWith("keeper@example.com"));
  const stranger = await identity.actorWith("stranger@example.com");
  const unknown = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
  for (const keyId of [id, unknown]) {
    await expect(identity.call("apiKeys.revoke", { id: keyId }, stranger)).rejects.toEqual(
      refusal("API_KEY_NOT_FOUND", { keyId }),
    );
  }
});

test("manages no keys, passwords, second factors, passkeys, tokens or sessions", async () => {
  const owner = await identity.actorWith("managed@example.com");
  const key = await actorOf((await create(owner)).secret);
  const code = "123456";
  const id = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
  for (const [path, input] of [
    ["apiKeys.create", { name: "more", scopes: ["orders:place"] }],
    ["apiKeys.list", undefined],
    ["apiKeys.revoke", { id }],
    ["auth.changePassword", { currentPassword: password, newPassword: "another long mango 82" }],
    ["auth.changeEmail", { currentPassword: password, email: "x@example.com" }],
    ["auth.deactivate", { currentPassword: password }],
    ["auth.reauthenticate", { password }],
    ["auth.secondFactor.enrol", undefined],
    ["auth.secondFactor.confirm", { code }],
    ["auth.secondFactor.disable", undefined],
    ["auth.secondFactor.replaceRecoveryCodes", undefined],
    ["auth.passkeys.startRegistration", undefined],
    ["auth.passkeys.rename", { id, name: "x" }],
    ["auth.passkeys.remove", { id }],
    ["auth.tokens.issue", {}],
    ["auth.logoutEverywhere", undefined],
    ["auth.sessions.revoke", { id: owner.sessionId }],
  ] as const) {
    await expect(identity.call(path, input, key), path).rejects.toEqual(refusal("SESSION_REQUIRED"));
  }
});

test("stops at fifty keys for one person, also when they are made at once", async () => {
  const actor = await identity.actorWith("collector@example.com");
  await identity.database.sql`
    insert into api_keys (id, user_id, name, scopes, secret_hash, created_at)
    select gen_random_uuid(), ${actor.userId}, 'x', array['orders:place'], rpad('h' || n, 43, 'x'), now()
    from generate_series(1, 49) n`;
  const outcomes = await Promise.allSettled([create(actor), create(actor), create(actor)]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(create(actor)).rejects.toEqual(refusal("TOO_MANY_API_KEYS", { maximum: 50 }));
});

test("is made and ended in the audit trail", async () => {
  const actor = await identity.actorWith("audited@example.com");
  const { id } = await create(actor);
  await identity.call("apiKeys.revoke", { id }, actor);
  const rows = await identity.database.sql`
    select action, actor_id, address from audit_entries where subject_id = ${id} order by id`;
  expect(rows.map((row) => ({ ...row }))).toEqual(
    ["identity.api-key-created", "identity.api-key-revoked"].map((action) => ({
      action,
      actor_id: actor.userId,
      address: "192.0.2.7",
    })),
  );
});
