import type { Actor } from "@ashlar/kernel";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { totpAt } from "./totp-app.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const ownPassword = "another long mango 82";

/** What the person who opened an account holds of it. */
type Held = {
  readonly actor: Actor;
  readonly email: string;
  readonly tokens: { readonly token: string; readonly via: "bearer" | "api-key" }[];
  readonly refreshTokens: string[];
  secret: string | null;
};

/** Every way to set up one more credential; each a kind, and each at most as often as the account admits. */
const moves: Readonly<Record<string, (held: Held) => Promise<unknown>>> = {
  key: async (held) => {
    const input = { name: "mine", scopes: ["orders:place"] };
    const { secret } = Object(await identity.call("apiKeys.create", input, held.actor));
    held.tokens.push({ token: secret, via: "api-key" });
  },
  passkey: ({ actor }) => identity.database.sql`
    insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
    values (gen_random_uuid(), ${actor.userId}, 'mine', gen_random_uuid(), 'x', 0, '{}', false, now())`,
  passkeyChallenge: ({ actor }) => identity.call("auth.passkeys.startRegistration", undefined, actor),
  app: async (held) => {
    const { secret } = Object(await identity.call("auth.secondFactor.enrol", undefined, held.actor));
    await identity.call(
      "auth.secondFactor.confirm",
      { code: totpAt(secret, identity.clock.now()) },
      held.actor,
    );
    held.secret = secret;
  },
  unconfirmedApp: ({ actor }) => identity.call("auth.secondFactor.enrol", undefined, actor),
  session: async (held) => {
    const code = held.secret && totpAt(held.secret, new Date(identity.clock.now().getTime() + 30_000));
    const input = { email: held.email, password, ...(code && { code }) };
    held.tokens.push({ token: Object(await identity.call("auth.login", input)).token, via: "bearer" });
  },
  refreshFamily: async (held) => {
    const { accessToken, refreshToken } = Object(await identity.call("auth.tokens.issue", {}, held.actor));
    held.tokens.push({ token: accessToken, via: "bearer" });
    held.refreshTokens.push(refreshToken);
  },
  providerAccount: ({ actor, email }) => identity.database.sql`
    insert into user_identities (provider, subject, user_id, email, created_at)
    values ('test', gen_random_uuid(), ${actor.userId}, ${email}, now())`,
  addressChange: ({ actor, email }) =>
    identity.call("auth.changeEmail", { email: `evil-${email}`, currentPassword: password }, actor),
  resetLink: ({ email }) => identity.call("auth.requestPasswordReset", { email }),
};

const newest = async (to: string, template: string): Promise<string | null> => {
  await identity.settle();
  return identity.mails.findLast((mail) => mail.to === to && mail.template === template)?.token ?? null;
};

let opened = 0;
async function open(): Promise<Held> {
  opened += 1;
  const email = `account-${opened}@example.com`;
  const { token } = await identity.register(email);
  const actor = await identity.actorOf(token);
  return { actor, email, tokens: [{ token, via: "bearer" }], refreshTokens: [], secret: null };
}

/** The reader of the mail, in no session of the account. */
async function reset({ email }: Held): Promise<void> {
  await identity.call("auth.requestPasswordReset", { email });
  const token = await newest(email, "reset-password");
  await identity.call("auth.resetPassword", { token, newPassword: ownPassword });
}
const verify = async (held: Held, actor: Actor | null, more: object = {}): Promise<unknown> =>
  identity.call("auth.verifyEmail", { token: await newest(held.email, "verify-email"), ...more }, actor);

const proofs: Readonly<Record<string, (held: Held) => Promise<unknown>>> = {
  reset,
  verify: (held) => verify(held, null),
  verifyFromAnotherAccount: async (held) => verify(held, (await open()).actor),
};

const worth = async ({ tokens, refreshTokens, email }: Held, given = password) => {
  const alive = await Promise.all(tokens.map((one) => identity.module.authenticate(one)));
  const refreshed = await Promise.allSettled(
    refreshTokens.map((refreshToken) => identity.call("auth.tokens.refresh", { refreshToken })),
  );
  const login = await identity.call("auth.login", { email, password: given }).then(
    () => "signed in",
    ({ code }: { code: string }) => code,
  );
  return {
    alive: alive.filter((actor) => actor !== null).length,
    refreshed: refreshed.filter(({ status }) => status === "fulfilled").length,
    login,
  };
};

/** Rows of each table whose foreign key leads to the user, through sessions too. */
async function rowsOf(userId: string): Promise<Readonly<Record<string, number>>> {
  const { sql } = identity.database;
  const links = await sql<{ table: string; column: string; target: string }[]>`
    select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as target
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid in ('users'::regclass, 'sessions'::regclass)`;
  const counts = links.map(async ({ table, column, target }) => {
    const owner =
      target === "users"
        ? sql`select ${userId}::uuid`
        : sql`select id from sessions where user_id = ${userId}`;
    const [row] = await sql`select count(*)::int as n from ${sql(table)} where ${sql(column)} in (${owner})`;
    return [table, Number(row?.n)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Tables that belong to a user and get nobody into the account: what a person has done stays with the account. */
const noCredentials = new Set(["user_settings", "posts", "orders", "webhook_endpoints"]);

const someMoves = fc.shuffledSubarray(Object.keys(moves), { minLength: 1 });

async function equip(held: Held, names: readonly string[]): Promise<void> {
  // A move that a credential from before rules out is no credential.
  for (const name of names) await moves[name]?.(held).catch(() => undefined);
}

test("whatever was set up before, nothing of it lives on after the first proof from outside, and the owner gets in", async () => {
  const doors = fc.constantFrom(...Object.keys(proofs));
  await fc.assert(
    fc.asyncProperty(someMoves, doors, async (names, door) => {
      const stranger = await open();
      await equip(stranger, names);
      await proofs[door]?.(stranger);
      expect(await worth(stranger)).toEqual({ alive: 0, refreshed: 0, login: "INVALID_CREDENTIALS" });
      const evil = await newest(`evil-${stranger.email}`, "change-email");
      await expect(
        identity.call("auth.confirmEmailChange", { token: evil ?? "none" }, stranger.actor),
      ).rejects.toMatchObject({ code: "TOKEN_INVALID" });
      await expect(moves.key?.(stranger)).rejects.toMatchObject({ code: "REAUTHENTICATION_REQUIRED" });
      // A mail brings the link that sets the owner's password, also where the door was not a reset.
      const token = await newest(stranger.email, "reset-password");
      if (door !== "reset") await identity.call("auth.resetPassword", { token, newPassword: ownPassword });
      expect(await worth(stranger, ownPassword)).toMatchObject({ alive: 0, login: "signed in" });
    }),
    { numRuns: 12 },
  );
});

test("an owner who verifies in a session of the account, or with its password, keeps all that is set up", async () => {
  await fc.assert(
    fc.asyncProperty(someMoves, fc.boolean(), async (names, isInSession) => {
      const owner = await open();
      await equip(owner, names);
      const before = await rowsOf(owner.actor.userId);
      await (isInSession ? verify(owner, owner.actor) : verify(owner, null, { password }));
      const after = await worth(owner);
      expect(after).toMatchObject({ alive: owner.tokens.length, refreshed: owner.refreshTokens.length });
      expect(after.login).toBe(owner.secret ? "SECOND_FACTOR_REQUIRED" : "signed in");
      const kept = await rowsOf(owner.actor.userId);
      for (const table of ["api_keys", "passkeys", "totp_factors", "recovery_codes", "user_identities"])
        expect(kept[table], table).toBe(before[table]);
    }),
    { numRuns: 8 },
  );
});

test("every table that belongs to a user is emptied by the first proof, or is known to be no credential", async () => {
  const stranger = await open();
  const app = [
    "app",
    "key",
    "passkeyChallenge",
    "refreshFamily",
    "providerAccount",
    "addressChange",
    "passkey",
  ];
  await equip(stranger, app);
  await newest(stranger.email, "verify-email");
  const before = await rowsOf(stranger.actor.userId);
  await proofs.verify?.(stranger);
  const after = await rowsOf(stranger.actor.userId);
  // The link that sets the owner's own password is made after, and is the owner's.
  for (const [table, rows] of Object.entries(before).filter(([table]) => !noCredentials.has(table))) {
    const advice = `${table} holds nothing: add what fills it to \`moves\`, or the table to \`noCredentials\` above.`;
    expect(rows, advice).toBeGreaterThan(0);
    expect(after[table], `${table} is emptied`).toBe(0);
  }
});

test("a wrong password, and a caller that takes nothing over, leave the link and the account as they are", async () => {
  const owner = await open();
  await expect(verify(owner, null, { password: "not the password" })).rejects.toMatchObject({
    code: "INVALID_CREDENTIALS",
  });
  await expect(verify(owner, null, { takeOver: false })).rejects.toMatchObject({ code: "SESSION_REQUIRED" });
  await verify(owner, owner.actor, { takeOver: false });
  expect(await worth(owner)).toMatchObject({ alive: 1, login: "signed in" });
});

test("a stranger who asks for the address of another person does not get it by that person's click", async () => {
  const stranger = await open();
  await identity.call(
    "auth.changeEmail",
    { email: "reader@example.com", currentPassword: password },
    stranger.actor,
  );
  const token = await newest("reader@example.com", "change-email");
  const confirm = (actor: Actor | null, more: object = {}) =>
    identity.call("auth.confirmEmailChange", { token, ...more }, actor);
  await expect(confirm(null)).rejects.toMatchObject({ code: "SESSION_REQUIRED" });
  await expect(confirm((await open()).actor)).rejects.toMatchObject({ code: "SESSION_REQUIRED" });
  await expect(confirm(null, { password: "not the password" })).rejects.toMatchObject({
    code: "INVALID_CREDENTIALS",
  });
  await confirm(null, { password });
});
