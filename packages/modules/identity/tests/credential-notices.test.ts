import { credentialChanges } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { devicePasskey } from "./device-passkey.ts";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { type ScriptedProvider, scriptedProvider } from "./scripted-provider.ts";
import { totpAt } from "./totp-app.ts";

let provider: ScriptedProvider;
let identity: IdentityHarness;
beforeAll(async () => {
  provider = await scriptedProvider();
  identity = await identityHarness({ providers: [provider.options] });
});
afterAll(async () => {
  await identity[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

type Account = { readonly actor: Actor; readonly email: string };
/** Makes ready what the change needs, and returns the change itself. */
type Case = (account: Account) => Promise<() => Promise<unknown>>;

const newPassword = "another long mango 82";
const call = (path: string, input: unknown, actor: Actor | null) => identity.call(path, input, actor);

const codeOf = (secret: string, laterMs = 0): string =>
  totpAt(secret, new Date(identity.clock.now().getTime() + laterMs));

async function withApp({ actor }: Account) {
  const { secret } = Object(await call("auth.secondFactor.enrol", undefined, actor));
  const confirmed = await call("auth.secondFactor.confirm", { code: codeOf(secret) }, actor);
  return { secret: String(secret), recoveryCodes: Object(confirmed).recoveryCodes as string[] };
}
async function newPasskey({ actor }: Account): Promise<() => Promise<unknown>> {
  const options = Object(await call("auth.passkeys.startRegistration", undefined, actor));
  return () =>
    call("auth.passkeys.register", { name: "mine", credential: devicePasskey().create(options) }, actor);
}
async function mailedLink(to: string, template: string): Promise<string | undefined> {
  await identity.settle();
  return identity.mails.findLast((mail) => mail.to === to && mail.template === template)?.token;
}
async function verified({ actor, email }: Account): Promise<void> {
  await call("auth.verifyEmail", { token: await mailedLink(email, "verify-email") }, actor);
}

/** Every use case that changes how somebody signs in, by what its one notice says. */
const cases: readonly (readonly [name: string, notice: string, prepare: Case])[] = [
  [
    "an app that is set up",
    "second-factor-on",
    async ({ actor }) => {
      const { secret } = Object(await call("auth.secondFactor.enrol", undefined, actor));
      return () => call("auth.secondFactor.confirm", { code: codeOf(secret) }, actor);
    },
  ],
  [
    "an app that is removed",
    "second-factor-off",
    async (account) => {
      await withApp(account);
      return () => call("auth.secondFactor.disable", undefined, account.actor);
    },
  ],
  [
    "new recovery codes",
    "recovery-codes-replaced",
    async (account) => {
      await withApp(account);
      return () => call("auth.secondFactor.replaceRecoveryCodes", undefined, account.actor);
    },
  ],
  [
    "a recovery code at sign-in",
    "recovery-code-used",
    async (account) => {
      const { recoveryCodes } = await withApp(account);
      return () => call("auth.login", { email: account.email, password, code: recoveryCodes[0] }, null);
    },
  ],
  [
    "a recovery code as a proof",
    "recovery-code-used",
    async (account) => {
      const { recoveryCodes } = await withApp(account);
      return () => call("auth.reauthenticate", { code: recoveryCodes[0] }, account.actor);
    },
  ],
  ["a passkey that is added", "passkey-added", newPasskey],
  [
    "a passkey that is removed",
    "passkey-removed",
    async (account) => {
      const { id } = Object(await (await newPasskey(account))());
      return () => call("auth.passkeys.remove", { id }, account.actor);
    },
  ],
  [
    "a key that is made",
    "api-key-created",
    async ({ actor }) =>
      () =>
        call("apiKeys.create", { name: "mine", scopes: ["orders:place"] }, actor),
  ],
  [
    "a key that is revoked",
    "api-key-revoked",
    async ({ actor }) => {
      const key = { name: "mine", scopes: ["orders:place"] };
      const { id } = Object(await call("apiKeys.create", key, actor));
      return () => call("apiKeys.revoke", { id }, actor);
    },
  ],
  [
    "a provider that is linked",
    "provider-linked",
    async (account) => {
      await verified(account);
      return async () => {
        const { error } = await provider.signIn(identity, subjectOf(account), account.email);
        if (error !== null) throw new Error(error);
      };
    },
  ],
  [
    "a provider that is unlinked",
    "provider-unlinked",
    async (account) => {
      await verified(account);
      await provider.signIn(identity, subjectOf(account), account.email);
      const [{ id }] = (await call("auth.providers.list", undefined, account.actor)) as [{ id: string }];
      return () => call("auth.providers.remove", { id }, account.actor);
    },
  ],
  [
    "an account that is taken over by a verification",
    "account-taken-over",
    async ({ email }) => {
      const token = await mailedLink(email, "verify-email");
      return () => call("auth.verifyEmail", { token }, null);
    },
  ],
  [
    "an account that is taken over by a reset",
    "account-taken-over",
    async ({ email }) => {
      await call("auth.requestPasswordReset", { email }, null);
      const token = await mailedLink(email, "reset-password");
      return () => call("auth.resetPassword", { token, newPassword }, null);
    },
  ],
  [
    "a password that is reset",
    "user.password_changed",
    async (account) => {
      await verified(account);
      await call("auth.requestPasswordReset", { email: account.email }, null);
      const token = await mailedLink(account.email, "reset-password");
      return () => call("auth.resetPassword", { token, newPassword }, null);
    },
  ],
  [
    "a password that is changed",
    "user.password_changed",
    async ({ actor }) =>
      () =>
        call("auth.changePassword", { currentPassword: password, newPassword }, actor),
  ],
  [
    "an address that is changed",
    "user.email_changed",
    async ({ actor, email }) => {
      const next = `moved-${email}`;
      await call("auth.changeEmail", { email: next, currentPassword: password }, actor);
      const token = await mailedLink(next, "change-email");
      return () => call("auth.confirmEmailChange", { token }, actor);
    },
  ],
  [
    "an account that is closed",
    "user.deactivated",
    async ({ actor }) =>
      () =>
        call("auth.deactivate", { currentPassword: password }, actor),
  ],
];

const subjectOf = ({ email }: Account): number => Number(email.replace(/\D/g, ""));
let opened = 0;
async function open(): Promise<Account> {
  opened += 1;
  const email = `account-${opened}@example.com`;
  return { actor: await identity.actorWith(email), email };
}

/** What the module for mails makes a notice of, oldest first. */
async function noticesOf({ actor: { userId } }: Account): Promise<string[]> {
  const rows = await identity.database.sql<{ type: string; data: Record<string, unknown> }[]>`
    select type, data from events where aggregate_id = ${userId} and type in
      ('user.credential_changed', 'user.password_changed', 'user.email_changed', 'user.deactivated')
    order by position`;
  return rows
    .filter(({ data }) => data.isTakenOver !== true)
    .map(({ type, data }) => String(data.change ?? type));
}

/** All that signs somebody in, so that two moments can be compared. */
async function credentialsOf({ actor: { userId } }: Account): Promise<unknown> {
  const { sql } = identity.database;
  return Promise.all([
    sql`select email, status, password_hash, email_verified_at from users where id = ${userId}`,
    ...["api_keys", "passkeys", "totp_factors", "recovery_codes", "user_identities", "sessions"].map(
      (table) => sql`select * from ${sql(table)} where user_id = ${userId} order by 1, 2`,
    ),
  ]);
}

test.each(cases)("%s is told by one notice", async (_, notice, prepare) => {
  const account = await open();
  const change = await prepare(account);
  const before = await noticesOf(account);
  await change();
  expect((await noticesOf(account)).slice(before.length)).toEqual([notice]);
});

test.each(cases)("%s is not kept where its notice cannot be", async (_, _notice, prepare) => {
  const account = await open();
  const change = await prepare(account);
  const before = [await noticesOf(account), await credentialsOf(account)];
  const { sql } = identity.database;
  await sql.unsafe(`
    create function refuse_events() returns trigger language plpgsql as $$ begin raise 'no events'; end $$;
    create constraint trigger refuse_events after insert on events
      deferrable initially deferred for each row execute function refuse_events()`);
  try {
    await expect(change()).rejects.toThrow();
  } finally {
    await sql.unsafe("drop trigger refuse_events on events; drop function refuse_events");
  }
  expect([await noticesOf(account), await credentialsOf(account)]).toEqual(before);
});

test("every change that the contract names is made by one of these", () => {
  const told = new Set(cases.map(([, notice]) => notice));
  expect(credentialChanges.filter((change) => !told.has(change))).toEqual([]);
});
