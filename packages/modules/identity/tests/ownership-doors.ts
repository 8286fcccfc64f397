import type { Actor } from "@ashlar/kernel";
import { devicePasskey } from "./device-passkey.ts";
import type { Person, World } from "./ownership-world.ts";
import { totpAt } from "./totp-app.ts";

/** Tries a way into an account, or to a further credential of it. What is refused changes nothing of what is held. */
type Door = (world: World, who: Person) => Promise<void>;

/** A door that is there only for somebody in a session, who has just proved what they can. */
const inSession =
  (enter: (world: World, who: Person, actor: Actor) => Promise<void>): Door =>
  async (world, who) => {
    const actor = await world.sessionOf(who);
    if (actor === null) return;
    await world.prove(who, actor);
    await enter(world, who, actor);
  };

let moves = 0;

/** Every door there is, for either of the two; a person reads links in their own mailbox alone. */
export const doors = {
  register: async ({ call, owner }, who) => {
    const input = { email: owner.mailbox, password: who.password, name: "Some Body" };
    const { answer } = await call(who, "auth.register", input);
    if (typeof answer.token === "string") who.tokens.push({ token: answer.token, via: "bearer" });
  },
  signIn: async ({ signIn, owner }, who) => void (await signIn(who, owner.mailbox)),
  signInWithPasskey: async ({ signInWithPasskey }, who) => {
    for (const passkey of who.passkeys) await signInWithPasskey(who, passkey);
  },
  signInByProvider: async ({ signInByProvider }, who) => void (await signInByProvider(who)),
  verify: async ({ call, linkOf, sessionOf }, who) => {
    const actor = await sessionOf(who);
    if (actor !== null) await call(who, "auth.resendVerification", undefined, actor);
    const token = await linkOf(who, "verify-email");
    if (token !== null) await call(who, "auth.verifyEmail", { token }, actor);
  },
  reset: async ({ call, linkOf, owner }, who) => {
    for (const email of [owner.mailbox, who.mailbox]) await call(who, "auth.requestPasswordReset", { email });
    const token = await linkOf(who, "reset-password");
    if (token !== null) await call(who, "auth.resetPassword", { token, newPassword: who.password });
  },
  changeAddress: inSession(async ({ call, linkOf }, who, actor) => {
    moves += 1;
    const former = who.mailbox;
    // The owner has many addresses; the stranger goes to the one that they read.
    const email = who.name === "owner" ? `moved-${moves}@example.com` : former;
    await call(who, "auth.changeEmail", { email, currentPassword: who.password }, actor);
    who.mailbox = email;
    const token = await linkOf(who, "change-email");
    const { refusal } = await call(who, "auth.confirmEmailChange", { token: token ?? "none" }, actor);
    if (refusal !== null) who.mailbox = former;
  }),
  lure: inSession(async ({ call, owner }, who, actor) => {
    const input = { email: owner.mailbox, currentPassword: who.password };
    await call(who, "auth.changeEmail", input, actor);
  }),
  follow: async ({ call, linkOf, sessionOf }, who) => {
    const token = await linkOf(who, "change-email");
    if (token !== null) await call(who, "auth.confirmEmailChange", { token }, await sessionOf(who));
  },
  /** Only the stranger: an owner who closes their account means to. */
  close: inSession(async ({ call }, who, actor) => {
    if (who.name === "owner") return;
    await call(who, "auth.deactivate", { currentPassword: who.password }, actor);
  }),
  key: inSession(async ({ call }, who, actor) => {
    const { answer } = await call(who, "apiKeys.create", { name: "mine", scopes: ["orders:place"] }, actor);
    if (typeof answer.secret === "string") who.tokens.push({ token: answer.secret, via: "api-key" });
  }),
  passkey: inSession(async ({ call }, who, actor) => {
    const passkey = devicePasskey();
    const { answer, refusal } = await call(who, "auth.passkeys.startRegistration", undefined, actor);
    if (refusal !== null) return;
    const input = { name: "mine", credential: passkey.create(Object(answer)) };
    if ((await call(who, "auth.passkeys.register", input, actor)).refusal === null)
      who.passkeys.push(passkey);
  }),
  factor: inSession(async ({ call, identity }, who, actor) => {
    const enrolled = await call(who, "auth.secondFactor.enrol", undefined, actor);
    if (enrolled.refusal !== null) return;
    const secret = String(enrolled.answer.secret);
    const code = totpAt(secret, identity.clock.now());
    const { answer, refusal } = await call(who, "auth.secondFactor.confirm", { code }, actor);
    // Sound: the output schema has just checked the answer.
    if (refusal === null) who.apps.push({ secret, recoveryCodes: answer.recoveryCodes as string[] });
  }),
  factorOff: inSession(async ({ call }, who, actor) => {
    const { refusal } = await call(who, "auth.secondFactor.disable", undefined, actor);
    if (refusal === null) who.apps.length = 0;
  }),
  refreshFamily: inSession(async ({ call }, who, actor) => {
    const { answer, refusal } = await call(who, "auth.tokens.issue", {}, actor);
    if (refusal !== null) return;
    who.tokens.push({ token: String(answer.accessToken), via: "bearer" });
    who.refreshTokens.push(String(answer.refreshToken));
  }),
  link: inSession(async ({ identity: { database } }, who, actor) => {
    // No call links an account that nobody verified; rows of former releases may.
    await database.sql`
      insert into user_identities (provider, subject, user_id, email, created_at)
      values ('hub', ${String(who.subject)}, ${actor.userId}, ${who.mailbox}, now())
      on conflict do nothing`;
  }),
  unlink: inSession(async ({ call }, who, actor) => {
    const { answer } = await call(who, "auth.providers.list", undefined, actor);
    for (const { id } of Object.values(answer) as { id: string }[])
      await call(who, "auth.providers.remove", { id }, actor);
  }),
} satisfies Readonly<Record<string, Door>>;

export type DoorName = keyof typeof doors;
