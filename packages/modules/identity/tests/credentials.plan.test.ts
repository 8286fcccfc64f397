import { seededRandom } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedUsers } from "../src/index.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await seedUsers(database.connection, 10_000, seededRandom(42));
  const hash = (prefix: string) => `rpad('${prefix}' || md5(id::text), 43, 'x')`;
  await database.sql.unsafe(`
    insert into sessions (token_hash, id, user_id, created_at, last_seen_at, expires_at)
      select ${hash("s")}, id, id, created_at, created_at, created_at + interval '30 days' from users;
    insert into api_keys (id, user_id, name, scopes, secret_hash, created_at)
      select id, id, 'key', array['orders:place'], ${hash("k")}, created_at from users;
    insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
      select id, id, 'key', md5(id::text), 'x', 0, '{}', false, created_at from users;
    insert into token_families select ${hash("f")}, ${hash("c")}, id, 'aud', created_at, created_at,
      created_at + interval '30 days' from users;
    insert into passkey_challenges select ${hash("c")}, 'prove', null, created_at from users;
    insert into guess_counts select ${hash("g")}, 1, created_at, null, null, created_at from users;
    insert into recovery_codes select id, ${hash("r")} from users;
    analyze`);
});
afterAll(() => database[Symbol.asyncDispose]());

const userId = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
const someHash = "x".repeat(43);

test.each([
  [
    "a key with its owner by the secret's hash",
    `select k.id, u.roles from api_keys k join users u on u.id = k.user_id where k.secret_hash = $1`,
    [someHash],
    [/api_keys_secret_hash_key/, /users_pkey/],
  ],
  [
    "a person's keys, newest first",
    `select id from api_keys where user_id = $1 order by created_at desc, id desc limit 50`,
    [userId],
    [/api_keys_user_id_created_at_idx/],
  ],
  [
    "a person's passkeys, newest first",
    `select id from passkeys where user_id = $1 order by created_at desc, id desc limit 20`,
    [userId],
    [/passkeys_user_id_created_at_idx/],
  ],
  [
    "a passkey by what the device calls it",
    `select id from passkeys where credential_id = $1 for update`,
    [someHash],
    [/passkeys_credential_id_key/],
  ],
  [
    "a refresh token with its session",
    `select f.current_hash, s.user_id from token_families f join sessions s on s.id = f.session_id
       where f.family_hash = $1 for update of f`,
    [someHash],
    [/token_families_pkey/, /sessions_id_key/],
  ],
  [
    "the session of an access token",
    `select s.expires_at, u.roles from sessions s join users u on u.id = s.user_id where s.id = $1 and s.user_id = $2`,
    [userId, userId],
    [/sessions_(id_key|user_id_created_at_idx)/, /users_pkey/],
  ],
  [
    "the counts of a guess",
    `select * from guess_counts where key in ($1, $2, $3) order by key for update`,
    [someHash, "y".repeat(43), "z".repeat(43)],
    [/guess_counts_pkey/],
  ],
  [
    "what ends with a session",
    `delete from token_families where session_id = $1`,
    [userId],
    [/token_families_session_id_idx/],
  ],
  [
    "the challenges of somebody who is removed",
    `delete from passkey_challenges where user_id = $1`,
    [userId],
    [/passkey_challenges_user_id_idx/],
  ],
  [
    "a recovery code",
    `delete from recovery_codes where user_id = $1 and code_hash = $2`,
    [userId, someHash],
    [/recovery_codes_pkey/],
  ],
  [
    "expired refresh tokens",
    `delete from token_families where expires_at <= $1`,
    ["2020-01-01T00:00:00Z"],
    [/token_families_expires_at_idx/],
  ],
  [
    "expired challenges",
    `delete from passkey_challenges where expires_at <= $1`,
    ["2020-01-01T00:00:00Z"],
    [/passkey_challenges_expires_at_idx/],
  ],
  [
    "forgotten guesses",
    `delete from guess_counts where forget_after <= $1`,
    ["2020-01-01T00:00:00Z"],
    [/guess_counts_forget_after_idx/],
  ],
])("reads %s from an index, never the whole table", async (_, text, parameters, indexes) => {
  const rows = await database.sql.unsafe(`explain (costs off) ${text}`, parameters);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  for (const index of indexes) expect(plan).toMatch(index);
  expect(plan).not.toMatch(/Seq Scan/);
  if (text.includes("limit")) expect(plan).not.toMatch(/Sort/);
});
