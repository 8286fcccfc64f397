import type { PoolStats } from "@ashlar/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const refusal = (code: string, details: object = {}) => expect.objectContaining({ code, details });

test("opens an account, signs in, and tells the caller who that is", async () => {
  const { user, token } = await identity.register("ada@example.com", "Ada");
  expect(identity.granted.at(-1)).toMatchObject({ token });
  const actor = await identity.actorOf(token);
  expect(await identity.call("auth.me", undefined, actor)).toEqual({
    user: expect.objectContaining({
      id: user.id,
      email: "ada@example.com",
      name: "Ada",
      roles: ["customer"],
    }),
    permissions: ["orders:place"],
    authenticatedBy: "session",
    sessionId: actor.sessionId,
  });
});

test("keeps emails in lower case and gives each to one account", async () => {
  await identity.register("Grace@Example.com");
  await expect(identity.register("grace@EXAMPLE.com")).rejects.toEqual(
    refusal("EMAIL_TAKEN", { email: "grace@example.com" }),
  );
  expect(await identity.login("GRACE@example.com")).toMatchObject({ user: { email: "grace@example.com" } });
});

test("answers an unknown email, a wrong password and a closed account alike", async () => {
  const { user } = await identity.register("closed@example.com");
  await identity.register("open@example.com");
  const admin = await identity.actorWith("closing-admin@example.com", ["admin"]);
  await identity.actorWith("other-admin@example.com", ["admin"]);
  await identity.call("users.deactivate", { id: user.id }, admin);
  const outcomes = await Promise.all(
    [
      ["nobody@example.com", password],
      ["open@example.com", "not the password at all"],
      ["closed@example.com", password],
      ["not an address", password],
    ].map(([email = "", given]) => identity.login(email, given).catch((error: Error) => error)),
  );
  for (const outcome of outcomes) {
    expect(outcome).toEqual(refusal("INVALID_CREDENTIALS"));
    expect(outcome).toHaveProperty("message", "The email or the password is wrong.");
  }
});

test("takes a password in any Unicode form of the same text", async () => {
  const composed = "prénoms été à Genève ﬁn";
  await identity.call("auth.register", { email: "forms@example.com", password: composed, name: "F" });
  const { user } = await identity.login("forms@example.com", composed.normalize("NFD"));
  expect(user.email).toBe("forms@example.com");
});

test.each([
  ["correct-horse-battery", "common"],
  ["my weakling password", "contains-account-data"],
])("refuses the new password %s as %s, and opens no account", async (given, reason) => {
  const input = { email: "weakling@example.com", password: given, name: "W" };
  await expect(identity.call("auth.register", input)).rejects.toEqual(
    refusal("PASSWORD_REFUSED", { reason }),
  );
  expect(await identity.database.sql`select 1 from users where email = 'weakling@example.com'`).toHaveLength(
    0,
  );
});

test.each([
  ["of 1,025 characters", "x".repeat(1_025)],
  ["of 10 MB", "é".repeat(5_000_000)],
])("refuses a password %s by its length, before any work on it", async (_, given) => {
  const workOf = ({ read, write }: PoolStats) => [read.statements, write.transactions];
  const before = workOf(identity.database.connection.stats());
  const issue = expect.objectContaining({ field: "password", constraint: "max 1024" });
  for (const path of ["auth.register", "auth.login"]) {
    const input = {
      email: "big@example.com",
      password: given,
      ...(path === "auth.register" && { name: "B" }),
    };
    await expect(identity.call(path, input)).rejects.toMatchObject({ issues: [issue] });
  }
  // One issue alone: no rule behind the length has looked at it, and nothing was asked of the database.
  expect(workOf(identity.database.connection.stats())).toEqual(before);
});

test("changes a password only for who knows the old one, and ends the other sessions", async () => {
  const next = "another long mango 82";
  const { token } = await identity.register("changer@example.com");
  const other = await identity.login("changer@example.com");
  const actor = await identity.actorOf(token);
  await identity.actorOf(other.token);
  const change = (currentPassword: string, newPassword: string) =>
    identity.call("auth.changePassword", { currentPassword, newPassword }, actor);

  await expect(change("not the old password", next)).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
  await expect(change(password, "changer-changer-1")).rejects.toEqual(
    refusal("PASSWORD_REFUSED", { reason: "contains-account-data" }),
  );
  await change(password, next);

  expect(await identity.module.authenticate({ token: other.token, via: "cookie" })).toBeNull();
  expect(await identity.actorOf(token)).toMatchObject({ userId: actor.userId });
  await expect(identity.login("changer@example.com")).rejects.toEqual(refusal("INVALID_CREDENTIALS"));
  expect(await identity.login("changer@example.com", next)).toBeDefined();
});

test("replaces a hash of other parameters at the next sign-in", async () => {
  const { user } = await identity.register("rehash@example.com");
  const { hash } = await import("@node-rs/argon2");
  const old = await hash(password, { memoryCost: 32, timeCost: 1, parallelism: 1 });
  await identity.database.sql`update users set password_hash = ${old} where id = ${user.id}`;
  await identity.login("rehash@example.com");
  const [row] = await identity.database.sql`select password_hash from users where id = ${user.id}`;
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(await identity.login("rehash@example.com")).toBeDefined();
});

test("takes an address alike at every door, whatever white space and case surround it", async () => {
  const typed = [" Door@Example.com", "DOOR@example.com\n", "\tdoor@example.com  "];
  const { user } = await identity.register(" Door@example.COM ");
  expect(user.email).toBe("door@example.com");
  for (const email of typed) {
    await expect(identity.register(email)).rejects.toMatchObject({ code: "EMAIL_TAKEN" });
    expect((await identity.login(email)).user.id).toBe(user.id);
    await identity.call("auth.requestPasswordReset", { email });
  }
  await identity.settle();
  expect(identity.mails.filter(({ template }) => template === "reset-password")).toHaveLength(typed.length);
});
