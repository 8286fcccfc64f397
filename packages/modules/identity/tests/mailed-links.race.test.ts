import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
  outcome.status === "fulfilled" ? "done" : String(outcome.reason.code ?? outcome.reason);

/** Holds a token's row from another connection until both who want it wait, then lets them race. */
async function raced(userId: string, attempts: () => Promise<unknown>[]): Promise<string[]> {
  const { sql } = identity.database;
  const connection = await sql.reserve();
  await connection`begin`;
  await connection`select 1 from account_tokens where user_id = ${userId} for update`;
  const both = Promise.allSettled(attempts());
  await expect
    .poll(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        ).length,
    )
    .toBe(2);
  await connection`commit`;
  connection.release();
  return (await both).map(codeOf).sort();
}

async function mailedToken(email: string, template: string): Promise<string> {
  await identity.settle();
  return identity.mails.findLast((mail) => mail.to === email && mail.template === template)?.token ?? "";
}

test("one of two who use a link at once gets what it is for", async () => {
  const { user } = await identity.register("verify@example.com");
  const token = await mailedToken("verify@example.com", "verify-email");
  const verify = () => identity.call("auth.verifyEmail", { token });
  expect(await raced(user.id, () => [verify(), verify()])).toEqual(["TOKEN_INVALID", "done"]);
});

test("one of two who set a password by the same link at once has set it", async () => {
  const { user } = await identity.register("reset@example.com");
  await identity.call("auth.requestPasswordReset", { email: "reset@example.com" });
  const token = await mailedToken("reset@example.com", "reset-password");
  const passwords = ["another long mango 82", "a third long mango 93"];
  const reset = (newPassword: string) => identity.call("auth.resetPassword", { token, newPassword });
  expect(await raced(user.id, () => passwords.map(reset))).toEqual(["TOKEN_INVALID", "done"]);
  const entered = await Promise.allSettled(passwords.map((one) => identity.login("reset@example.com", one)));
  expect(entered.map(codeOf).sort()).toEqual(["INVALID_CREDENTIALS", "done"]);
});

test("two links for one account used at once act once", async () => {
  const { user, token: session } = await identity.register("two@example.com");
  const first = await mailedToken("two@example.com", "verify-email");
  await identity.call("auth.resendVerification", undefined, await identity.actorOf(session));
  const second = await mailedToken("two@example.com", "verify-email");
  const outcomes = await raced(user.id, () =>
    [first, second].map((token) => identity.call("auth.verifyEmail", { token })),
  );
  expect(outcomes).toContain("done");
  const events = await identity.database.sql`
    select 1 from events where aggregate_id = ${user.id} and type = 'user.email_verified'`;
  expect(events).toHaveLength(1);
});
