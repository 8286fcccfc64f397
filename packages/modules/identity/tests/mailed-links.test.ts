import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const invalid = expect.objectContaining({ code: "TOKEN_INVALID" });
const nextPassword = "another long mango 82";

/** Delivers what waits and finds the newest mail to an address. */
async function mailTo(email: string, template: string) {
  await identity.settle();
  const mail = identity.mails.findLast((one) => one.to === email && one.template === template);
  if (mail === undefined) throw new Error(`No ${template} mail to ${email}.`);
  return mail;
}

const eventsOf = async (userId: string): Promise<string[]> => {
  const rows = await identity.database
    .sql`select type from events where aggregate_id = ${userId} order by sequence`;
  return rows.map(({ type }) => String(type));
};

const verifiedAt = async (email: string): Promise<unknown> =>
  (await identity.database.sql`select email_verified_at from users where email = ${email}`)[0]
    ?.email_verified_at;

test("a new account gets settings and a link that verifies its address, once", async () => {
  const { user, token: session } = await identity.register("ann@example.com", "Ann");
  const { token, name, minutes } = await mailTo("ann@example.com", "verify-email");
  // Who reads it may not be Ann.
  expect([name, minutes]).toEqual([null, 60]);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const settings = await identity.database
    .sql`select locale, wants_news from user_settings where user_id = ${user.id}`;
  expect(settings).toEqual([{ locale: "en", wants_news: false }]);

  expect(await verifiedAt("ann@example.com")).toBeNull();
  const actor = await identity.actorOf(session);
  await identity.call("auth.verifyEmail", { token }, actor);
  expect(await verifiedAt("ann@example.com")).toEqual(identity.clock.now());
  await expect(identity.call("auth.verifyEmail", { token })).rejects.toEqual(invalid);
  expect(await eventsOf(user.id)).toEqual(["user.registered", "user.email_verified"]);
});

test("no table and no queue holds a token that was mailed", async () => {
  const { user } = await identity.register("stored@example.com");
  const { token } = await mailTo("stored@example.com", "verify-email");
  const [row] = await identity.database.sql`
    select (select json_agg(t)::text from account_tokens t where user_id = ${user.id}) as tokens,
      (select json_agg(j)::text from jobs j) as jobs, (select json_agg(e)::text from events e) as events`;
  expect(row?.tokens).toContain("token_hash");
  expect(JSON.stringify(row)).not.toContain(token);
});

test("mails the link again on request, and no more once the address is verified", async () => {
  const { token } = await identity.register("again@example.com");
  const actor = await identity.actorOf(token);
  const first = await mailTo("again@example.com", "verify-email");
  await identity.call("auth.resendVerification", undefined, actor);
  const second = await mailTo("again@example.com", "verify-email");
  expect(second.token).not.toBe(first.token);
  await identity.call("auth.verifyEmail", { token: first.token }, actor);
  const sent = identity.mails.length;
  await identity.call("auth.resendVerification", undefined, actor);
  await identity.settle();
  expect(identity.mails).toHaveLength(sent);
});

test("a link works for an hour, and a password's for half of one", async () => {
  await identity.register("slow@example.com");
  const { token } = await mailTo("slow@example.com", "verify-email");
  await identity.call("auth.requestPasswordReset", { email: "slow@example.com" });
  const reset = await mailTo("slow@example.com", "reset-password");
  identity.clock.advance(30 * 60_000);
  await expect(
    identity.call("auth.resetPassword", { token: reset.token, newPassword: nextPassword }),
  ).rejects.toEqual(invalid);
  identity.clock.advance(30 * 60_000);
  await expect(identity.call("auth.verifyEmail", { token })).rejects.toEqual(invalid);
});

test("sets a password by a mailed link, ends every session and verifies the address", async () => {
  const { user, token: session } = await identity.register("forgot@example.com");
  await identity.call("auth.requestPasswordReset", { email: "FORGOT@example.com" });
  const { token } = await mailTo("forgot@example.com", "reset-password");
  const reset = (newPassword: string) => identity.call("auth.resetPassword", { token, newPassword });
  await expect(reset("forgot-forgot-forgot")).rejects.toMatchObject({ code: "PASSWORD_REFUSED" });
  await reset(nextPassword);
  await expect(reset(nextPassword)).rejects.toEqual(invalid);
  expect(await identity.module.authenticate({ token: session, via: "bearer" })).toBeNull();
  await expect(identity.login("forgot@example.com", password)).rejects.toMatchObject({
    code: "INVALID_CREDENTIALS",
  });
  expect(await identity.login("forgot@example.com", nextPassword)).toBeDefined();
  expect(await verifiedAt("forgot@example.com")).not.toBeNull();
  expect(await eventsOf(user.id)).toEqual([
    "user.registered",
    "user.credential_changed",
    "user.email_verified",
    "user.password_changed",
    "user.signed_in",
  ]);
});

test("asks for a reset of an unknown, a closed and a known address by the same statements", async () => {
  const { user } = await identity.register("known@example.com");
  await identity.register("gone@example.com");
  await identity.settle();
  await identity.database.sql`update users set status = 'deactivated' where email = 'gone@example.com'`;
  const rows = async () =>
    identity.database.sql`select queue, data ? 'email' as has_email from jobs order by created_at`;
  const asked: unknown[] = [];
  for (const email of ["known@example.com", "unknown@example.com", "gone@example.com"]) {
    expect(await identity.call("auth.requestPasswordReset", { email })).toBeUndefined();
    asked.push(await rows());
    await identity.settle();
  }
  expect(asked[0]).toEqual([{ queue: "identity.mail-password-reset", has_email: true }]);
  expect(asked.slice(1)).toEqual([asked[0], asked[0]]);
  expect(
    identity.mails.filter(
      ({ template, to }) =>
        template === "reset-password" &&
        to !== "known@example.com" &&
        to !== "slow@example.com" &&
        to !== "forgot@example.com",
    ),
  ).toEqual([]);
  expect(user.email).toBe("known@example.com");
});

test("changes an address by a link mailed to the new one, and ends what was mailed to the old one", async () => {
  const { user, token: session } = await identity.register("old@example.com");
  const actor = await identity.actorOf(session);
  await identity.call("auth.requestPasswordReset", { email: "old@example.com" });
  const reset = await mailTo("old@example.com", "reset-password");
  const change = (email: string, currentPassword = password) =>
    identity.call("auth.changeEmail", { email, currentPassword }, actor);

  await expect(change("new@example.com", "not the password")).rejects.toMatchObject({
    code: "INVALID_CREDENTIALS",
  });
  await change("New@Example.com");
  const { token, name } = await mailTo("new@example.com", "change-email");
  expect(await identity.call("auth.me", undefined, actor)).toMatchObject({
    user: { email: "old@example.com" },
  });

  expect(name).toBeNull();
  await expect(identity.call("auth.confirmEmailChange", { token })).rejects.toMatchObject({
    code: "SESSION_REQUIRED",
  });
  await identity.call("auth.confirmEmailChange", { token }, actor);
  await identity.call("auth.requestPasswordReset", { email: "new@example.com" });
  expect(await mailTo("new@example.com", "reset-password")).toMatchObject({ name: "Some Body" });
  expect(await identity.call("auth.me", undefined, actor)).toMatchObject({
    user: { email: "new@example.com", emailVerifiedAt: identity.clock.now() },
  });
  await expect(identity.call("auth.confirmEmailChange", { token })).rejects.toEqual(invalid);
  await expect(
    identity.call("auth.resetPassword", { token: reset.token, newPassword: nextPassword }),
  ).rejects.toEqual(invalid);
  const [event] = await identity.database.sql`
    select data from events where aggregate_id = ${user.id} and type = 'user.email_changed'`;
  expect(event?.data).toEqual({ userId: user.id, formerEmail: "old@example.com", email: "new@example.com" });
});

test("tells nobody who asks for a taken address that it is taken, and mails nothing to it", async () => {
  await identity.register("taken@example.com");
  const { token } = await identity.register("taker@example.com");
  const actor = await identity.actorOf(token);
  const answer = await identity.call(
    "auth.changeEmail",
    { email: "taken@example.com", currentPassword: password },
    actor,
  );
  expect(answer).toBeUndefined();
  await identity.settle();
  expect(
    identity.mails.filter(({ template, to }) => template === "change-email" && to === "taken@example.com"),
  ).toEqual([]);
});

test("mails no link to a new address once the password that asked for it is replaced", async () => {
  const { token } = await identity.register("robbed@example.com");
  const actor = await identity.actorOf(token);
  await identity.call("auth.changeEmail", { email: "thief@example.com", currentPassword: password }, actor);
  await identity.call("auth.changePassword", { currentPassword: password, newPassword: nextPassword }, actor);
  await identity.settle();
  expect(identity.mails.filter(({ to }) => to === "thief@example.com")).toEqual([]);
});

test("refuses an address that another account got while the link was on its way", async () => {
  const { token: session } = await identity.register("first@example.com");
  const actor = await identity.actorOf(session);
  await identity.call("auth.changeEmail", { email: "wanted@example.com", currentPassword: password }, actor);
  const { token } = await mailTo("wanted@example.com", "change-email");
  await identity.register("wanted@example.com");
  await expect(identity.call("auth.confirmEmailChange", { token }, actor)).rejects.toMatchObject({
    code: "EMAIL_TAKEN",
  });
});

test("closes the caller's own account for who knows its password, and keeps the last administrator", async () => {
  const { user, token } = await identity.register("leaving@example.com");
  const actor = await identity.actorOf(token);
  const leave = (who = actor, currentPassword = password) =>
    identity.call("auth.deactivate", { currentPassword }, who);
  await expect(leave(actor, "not the password")).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
  await leave();
  expect(identity.granted.at(-1)).toBeNull();
  expect(await identity.module.authenticate({ token, via: "bearer" })).toBeNull();
  await expect(identity.login("leaving@example.com")).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
  expect((await eventsOf(user.id)).at(-1)).toBe("user.deactivated");
  const admin = await identity.actorWith("only-admin@example.com", ["admin"]);
  await expect(leave(admin)).rejects.toMatchObject({ code: "LAST_ADMIN" });
});

test("knows a place of sign-in again, and tells a new one from it", async () => {
  const { user } = await identity.register("places@example.com");
  await identity.login("places@example.com");
  await identity.database.sql`delete from sign_in_places where user_id = ${user.id}`;
  await identity.login("places@example.com");
  const rows = await identity.database.sql`
    select data->>'isKnownPlace' as known from events
    where aggregate_id = ${user.id} and type = 'user.signed_in' order by sequence`;
  expect(rows.map(({ known }) => known)).toEqual(["true", "false"]);
});
