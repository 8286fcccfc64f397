import { expect, test } from "vitest";
import { identityHarness } from "./identity-harness.ts";

const counts = `
  select (select count(*)::int from sessions) sessions, (select count(*)::int from token_families) families,
    (select count(*)::int from passkey_challenges) challenges, (select count(*)::int from guess_counts) guesses`;

test("removes expired sessions, refresh tokens, challenges and guesses, and no others", async () => {
  await using identity = await identityHarness();
  const { sql } = identity.database;
  const fill = async (email: string): Promise<void> => {
    const actor = await identity.actorWith(email);
    await identity.call("auth.tokens.issue", {}, actor);
    await identity.call("auth.passkeys.startLogin");
    await identity.call("auth.login", { email, password: "wrong" }, null, null).catch(() => undefined);
  };
  await fill("expired@example.com");
  const [before] = await sql.unsafe(counts);
  identity.clock.advance(91 * 86_400_000);
  await fill("live@example.com");
  await identity.module.removeExpired();
  expect((await sql.unsafe(counts))[0]).toEqual(before);
});
