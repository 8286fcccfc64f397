import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
  outcome.status === "fulfilled" ? "done" : String(outcome.reason.code ?? outcome.reason);

/** Holds the row of a user from another connection; every change of that user waits until it is let go. */
async function heldUser(
  userId: string,
): Promise<{ readonly waiting: (count: number) => Promise<void>; readonly release: () => Promise<void> }> {
  const { sql } = identity.database;
  const connection = await sql.reserve();
  await connection`begin`;
  await connection`select 1 from users where id = ${userId} for no key update`;
  return {
    waiting: async (count) => {
      await expect
        .poll(
          async () =>
            (
              await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
            ).length,
        )
        .toBe(count);
    },
    release: async () => {
      await connection`commit`;
      connection.release();
    },
  };
}

test("gives an email to one of ten who register it at once", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => identity.register("one@example.com")),
  );
  expect(outcomes.map(codeOf).sort()).toEqual([...Array(9).fill("EMAIL_TAKEN"), "done"]);
  const [row] = await identity.database.sql`
    select count(distinct u.id)::int users, count(s.id)::int sessions
    from users u left join sessions s on s.user_id = u.id where email = 'one@example.com'`;
  expect(row).toEqual({ users: 1, sessions: 1 });
});

test("keeps one administrator when the last two give up the role, or are closed, at once", async () => {
  for (let round = 0; round < 5; round += 1) {
    const first = await identity.actorWith(`first${round}@example.com`, ["admin"]);
    const second = await identity.actorWith(`second${round}@example.com`, ["admin"]);
    const outcomes = await Promise.allSettled([
      identity.call("users.setRoles", { id: first.userId, roles: ["staff"] }, second),
      identity.call("users.deactivate", { id: second.userId }, first),
    ]);
    expect(outcomes.map(codeOf).sort()).toEqual(["LAST_ADMIN", "done"]);
    const left = await identity.database.sql`
      select id from users where roles @> array['admin'] and status = 'active'`;
    expect(left).toHaveLength(1);
    await identity.database.sql`update users set roles = array['customer']`;
  }
});

test("opens no session for a password that is changed between its check and the sign-in", async () => {
  const { token, user } = await identity.register("racer@example.com");
  const actor = await identity.actorOf(token);
  const held = await heldUser(user.id);
  const input = { currentPassword: "violet harbour mango 71", newPassword: "another long mango 82" };
  const changing = identity.call("auth.changePassword", input, actor);
  await held.waiting(1);
  const entering = identity.login("racer@example.com").catch((error: unknown) => error);
  await held.waiting(2);
  await held.release();
  await changing;
  expect(await entering).toMatchObject({ code: "INVALID_CREDENTIALS" });
  expect(await identity.database.sql`select 1 from sessions where user_id = ${user.id}`).toHaveLength(1);
});

test("opens no session for an account that is closed between the check and the sign-in", async () => {
  await identity.actorWith("keeper@example.com", ["admin"]);
  const admin = await identity.actorWith("closer@example.com", ["admin"]);
  const { user } = await identity.register("leaver@example.com");
  const held = await heldUser(user.id);
  const closing = identity.call("users.deactivate", { id: user.id }, admin);
  await held.waiting(1);
  const entering = identity.login("leaver@example.com").catch((error: unknown) => error);
  await held.waiting(2);
  await held.release();
  await closing;
  expect(await entering).toMatchObject({ code: "INVALID_CREDENTIALS" });
  expect(await identity.database.sql`select 1 from sessions where user_id = ${user.id}`).toHaveLength(0);
});

test("lets one of two changes of the same password through", async () => {
  const { token } = await identity.register("doubled@example.com");
  const actor = await identity.actorOf(token);
  const change = (newPassword: string) =>
    identity.call("auth.changePassword", { currentPassword: "violet harbour mango 71", newPassword }, actor);
  const held = await heldUser(actor.userId);
  const both = Promise.allSettled([change("another long mango 82"), change("a third long mango 93")]);
  await held.waiting(2);
  await held.release();
  expect((await both).map(codeOf).sort()).toEqual(["INVALID_CREDENTIALS", "done"]);
});
