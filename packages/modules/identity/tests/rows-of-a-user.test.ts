import { afterAll, beforeAll, expect, test } from "vitest";
import { maximumLinks } from "../src/accounts/account-token.ts";
import { maximumApiKeys } from "../src/api-keys/api-key.ts";
import { challengeLifetimeMs, maximumChallenges } from "../src/passkeys/challenge.ts";
import { postgresChallengeWriter } from "../src/passkeys/infrastructure/postgres-challenge-writer.ts";
import { maximumPasskeys } from "../src/passkeys/passkey.ts";
import { maximumPlaces, sessionLifetime } from "../src/sessions/session-lifetime.ts";
import { postgresSignInPlaceWriter } from "../src/throttle/infrastructure/postgres-sign-in-place-writer.ts";
import { throttlePolicy } from "../src/throttle/throttle-policy.ts";
import { maximumFamilies } from "../src/tokens/access-token.ts";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

/** Rows that a user may have, by the table; where it is no number, what bounds them instead. */
const bounds: Readonly<Record<string, number | string>> = {
  account_tokens: 3 * maximumLinks,
  api_keys: maximumApiKeys,
  passkey_challenges: maximumChallenges,
  passkeys: maximumPasskeys,
  recovery_codes: 10,
  sessions: sessionLifetime.maximumPerUser,
  sign_in_places: maximumPlaces,
  token_families: sessionLifetime.maximumPerUser * maximumFamilies,
  totp_factors: 1,
  user_settings: 1,
  user_identities: "one for each account at a provider that has the user's address and was signed in with",
  // What a person makes of the shop is the shop's: kept for good, and charged to the budgets of calls.
  audit_entries: "append-only; of strangers at most as many refusals in an hour as guesses are admitted",
  events: "append-only; one for each change, which the budgets of calls bound",
  orders: "kept for good; the budget `write`",
  posts: "kept for good; the budget `write`",
};

test("every table with a user in it says how many rows a user may have", async () => {
  const rows = await identity.database.sql<{ name: string }[]>`
    select distinct conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid in ('users'::regclass, 'sessions'::regclass)
    union
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not a.attisdropped
      and a.attname ~ '^(user|actor|author|buyer|customer|owner|caller|member)_id$'`;
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(bounds).sort());
});

const count = async (table: string, userId: string): Promise<number> => {
  const { sql } = identity.database;
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from ${sql(table)} where user_id = ${userId}`;
  return row?.rows ?? 0;
};

test("a user has so many waiting challenges, of which the newest count", async () => {
  const { user } = await identity.register("challenged@example.com");
  const { transact } = identity.database.connection;
  const at = identity.clock.now();
  for (let issued = 0; issued < maximumChallenges + 5; issued += 1) {
    const expiresAt = new Date(at.getTime() + challengeLifetimeMs + issued);
    await transact((tx) =>
      postgresChallengeWriter(tx).issue(`c-${issued}`, { purpose: "register", userId: user.id, expiresAt }),
    );
  }
  expect(await count("passkey_challenges", user.id)).toBe(maximumChallenges);
  const redeem = (challenge: string) =>
    transact((tx) => postgresChallengeWriter(tx).redeem(challenge, "register", at));
  expect(await redeem("c-0")).toBeNull();
  expect(await redeem(`c-${maximumChallenges + 4}`)).toEqual({ userId: user.id });
});

test("so many places of a user are remembered, of which the latest stay known", async () => {
  const { user } = await identity.register("traveller@example.com");
  const { transact } = identity.database.connection;
  const startMs = identity.clock.now().getTime() + 1_000;
  const visit = (place: number) =>
    transact((tx) =>
      postgresSignInPlaceWriter(tx).remember(
        user.id,
        { userAgent: `browser ${place}`, address: null },
        new Date(startMs + place),
      ),
    );
  const most = maximumPlaces + 5;
  for (let place = 0; place < most; place += 1) expect(await visit(place)).toBe(false);
  expect(await count("sign_in_places", user.id)).toBe(maximumPlaces);
  expect(await visit(most - 1)).toBe(true);
  expect(await count("sign_in_places", user.id)).toBe(maximumPlaces);
});

test("strangers write a bounded number of refusals about an account into the audit trail", async () => {
  const { user } = await identity.register("hunted@example.com");
  let refused = 0;
  for (let guess = 0; guess < throttlePolicy.accountGuesses + 20; guess += 1) {
    const address = `198.51.${guess >> 4}.${guess & 15}`;
    const given = { email: "hunted@example.com", password: `not ${password}` };
    await identity.call("auth.login", given, null, address).catch(() => {
      refused += 1;
    });
  }
  expect(refused).toBe(throttlePolicy.accountGuesses + 20);
  const [row] = await identity.database.sql<{ rows: number }[]>`
    select count(*)::int as rows from audit_entries
    where action = 'identity.sign-in-refused' and subject_id = ${user.id}`;
  expect(row?.rows).toBe(throttlePolicy.accountGuesses);
});
