import { type Actor, DomainError } from "@ashlar/kernel";
import { expect } from "vitest";
import type { DevicePasskey } from "./device-passkey.ts";
import type { AccountMail, IdentityHarness } from "./identity-harness.ts";
import type { ScriptedProvider } from "./scripted-provider.ts";
import { totpAt } from "./totp-app.ts";

type Credential = { readonly token: string; readonly via: "bearer" | "api-key" };

/** Somebody, with all that they hold; of accounts of whoever. */
export type Person = {
  readonly name: "owner" | "stranger";
  readonly password: string;
  /** Their account's number at the provider. */
  readonly subject: number;
  /** Sessions, keys and access tokens, newest last. */
  readonly tokens: Credential[];
  readonly refreshTokens: string[];
  readonly passkeys: DevicePasskey[];
  readonly apps: { readonly secret: string; readonly recoveryCodes: readonly string[] }[];
  /** Where they read mail. */
  mailbox: string;
};

export type World = {
  readonly identity: IdentityHarness;
  readonly provider: ScriptedProvider;
  readonly owner: Person;
  readonly stranger: Person;
  /** Calls in a person's name; a call that is refused returns its code. */
  readonly call: (
    person: Person,
    path: string,
    input?: unknown,
    actor?: Actor | null,
  ) => Promise<{ readonly answer: Record<string, unknown>; readonly refusal: string | null }>;
  /** A live session of theirs in an account that has the address, else in any account; null for none. */
  readonly sessionOf: (person: Person) => Promise<Actor | null>;
  /** Shows whatever the person can show, so that a sensitive change is not refused for want of it. */
  readonly prove: (person: Person, actor: Actor) => Promise<void>;
  /** The newest link of a kind in their mailbox, once all mails are out. */
  readonly linkOf: (person: Person, template: AccountMail["template"]) => Promise<string | null>;
  /** Signs in with a password and, where it is asked for, a code of an app of theirs. @returns the user's id. */
  readonly signIn: (person: Person, email: string) => Promise<string | null>;
  readonly signInWithPasskey: (person: Person, passkey: DevicePasskey) => Promise<string | null>;
  readonly signInByProvider: (person: Person) => Promise<string | null>;
  /** Whose the address is that both want: the account's id. */
  readonly accountOf: (email: string) => Promise<string | null>;
};

const person = (name: Person["name"], password: string, subject: number, mailbox: string): Person => ({
  name,
  password,
  subject,
  mailbox,
  tokens: [],
  refreshTokens: [],
  passkeys: [],
  apps: [],
});

let worlds = 0;

/** An address, the owner of its mailbox, and a stranger with another one. */
export function ownershipWorld(identity: IdentityHarness, provider: ScriptedProvider): World {
  worlds += 1;
  let calls = 0;
  const owner = person("owner", "another long mango 82", worlds * 2, `wanted-${worlds}@example.com`);
  const stranger = person("stranger", "violet harbour mango 71", worlds * 2 + 1, `own-${worlds}@example.com`);

  const call: World["call"] = async (who, path, input, actor = null) => {
    calls += 1;
    // The stranger is everywhere, so that being slowed down is not what keeps them out.
    const address = who.name === "owner" ? "192.0.2.7" : `198.51.${worlds % 256}.${calls % 256}`;
    try {
      return { answer: Object(await identity.call(path, input, actor, address)), refusal: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { answer: {}, refusal: error.code };
    }
  };
  const enter = async (who: Person, token: unknown): Promise<string | null> => {
    if (typeof token !== "string") return null;
    who.tokens.push({ token, via: "bearer" });
    return (await identity.module.authenticate({ token, via: "bearer" }))?.userId ?? null;
  };
  /** Codes of an app work once. */
  const nextCode = (secret: string): string => {
    identity.clock.advance(30_000);
    return totpAt(secret, identity.clock.now());
  };
  const accountOf: World["accountOf"] = async (email) => {
    const [row] = await identity.database.sql`select id from users where email = ${email}`;
    return row === undefined ? null : String(row.id);
  };
  const askedOf = async (who: Person, passkey: DevicePasskey) =>
    passkey.get(Object((await call(who, "auth.passkeys.startLogin")).answer));

  return {
    identity,
    provider,
    owner,
    stranger,
    call,
    accountOf,
    sessionOf: async (who) => {
      const wanted = await accountOf(owner.mailbox);
      const actors = await Promise.all(who.tokens.map((one) => identity.module.authenticate(one)));
      const sessions = actors.filter((actor) => actor?.via === "session").reverse();
      return sessions.find((actor) => actor?.userId === wanted) ?? sessions[0] ?? null;
    },
    prove: async (who, actor) => {
      await call(who, "auth.reauthenticate", { password: who.password }, actor);
      const app = who.apps.at(-1);
      if (app !== undefined) await call(who, "auth.reauthenticate", { code: nextCode(app.secret) }, actor);
      for (const passkey of who.passkeys)
        await call(who, "auth.reauthenticate", { passkey: await askedOf(who, passkey) }, actor);
    },
    linkOf: async (who, template) => {
      const waiting = () => identity.database.sql`select 1 from jobs where state <> 'dead'`;
      await expect.poll(async () => (await waiting()).length, { interval: 10, timeout: 10_000 }).toBe(0);
      const isSought = (mail: AccountMail) => mail.to === who.mailbox && mail.template === template;
      return identity.mails.findLast(isSought)?.token ?? null;
    },
    signIn: async (who, email) => {
      const input = { email, password: who.password };
      const { answer, refusal } = await call(who, "auth.login", input);
      if (refusal !== "SECOND_FACTOR_REQUIRED") return enter(who, answer.token);
      const codes = who.apps
        .toReversed()
        .flatMap(({ secret, recoveryCodes }) => [nextCode(secret), ...recoveryCodes]);
      for (const code of codes) {
        const userId = await enter(who, (await call(who, "auth.login", { ...input, code })).answer.token);
        if (userId !== null) return userId;
      }
      return null;
    },
    signInWithPasskey: async (who, passkey) => {
      const credential = await askedOf(who, passkey);
      return enter(who, (await call(who, "auth.passkeys.login", { credential })).answer.token);
    },
    signInByProvider: async (who) =>
      enter(who, (await provider.signIn(identity, who.subject, who.mailbox)).token),
  };
}
