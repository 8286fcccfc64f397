import { testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUserListStatement } from "../src/accounts/infrastructure/postgres-user-list.ts";
import { seedUsers } from "../src/index.ts";
import type { UserQuery } from "../src/shared/ports.ts";

const userCount = 20_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await seedUsers(database.connection, userCount, deterministic());
  await database.sql`
    insert into sessions select rpad(md5(id::text), 43, 'x'), gen_random_uuid(), id, created_at, created_at,
      created_at + interval '30 days' from users`;
  await database.sql`analyze users, sessions`;
});
afterAll(() => database[Symbol.asyncDispose]());

/** A linear congruential generator: the same users in every run. */
function deterministic(): () => number {
  let state = 42;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function planOf(text: string, parameters: readonly unknown[]): Promise<string> {
  // Sound: text and numbers are what postgres.js sends as they are.
  const rows = await database.sql.unsafe(`explain (costs off) ${text}`, parameters as string[]);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const list = (query: Partial<UserQuery>) =>
  postgresUserListStatement(database.connection.read, {
    limit: 20,
    sort: "createdAt",
    order: "desc",
    ...query,
  }).toSQL();

const sorts = (["createdAt", "name", "email"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order })),
);
const filters: [UserQuery["filter"], RegExp][] = [
  [undefined, /users_(created_at|name)_idx|users_email_key/],
  [{ status: "active" }, /users_(created_at|name)_idx|users_email_key/],
  [{ role: "customer" }, /users_(created_at|name)_idx|users_email_key/],
  [{ status: "deactivated" }, /users_deactivated_/],
  [{ role: "author" }, /users_author_/],
];

test.each(sorts)(
  "reads a page sorted by $sort $order in order from an index, under every filter",
  async (by) => {
    for (const [filter, index] of filters) {
      const { sql, params } = list({ ...by, filter });
      const plan = await planOf(sql, params);
      expect(plan, `${JSON.stringify(filter)}\n${plan}`).toMatch(index);
      expect(plan).not.toMatch(/Sort|Seq Scan/);
    }
  },
);

test.each(sorts)("finds staff and administrators by their own index, sorted by $sort $order", async (by) => {
  for (const role of ["staff", "admin"] as const) {
    const { sql, params } = list({ ...by, filter: { role } });
    const plan = await planOf(sql, params);
    expect(plan).toMatch(/users_operator_idx/);
    expect(plan).not.toMatch(/Seq Scan/);
  }
});

test.each(sorts)("starts in the index where the cursor points, sorted by $sort $order", async (by) => {
  const value = { createdAt: "2026-01-01T00:00:00.000Z", name: "Mila Novák", email: "mila@example.com" }[
    by.sort
  ];
  const key = [`users.${by.sort}.${by.order}`, value, "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11"];
  const cursor = Buffer.from(JSON.stringify(key)).toString("base64url");
  const { sql, params } = list({ ...by, cursor });
  const plan = await planOf(sql, params);
  expect(plan).toMatch(/Index Cond: .*(ROW\(|email)/);
  expect(plan).not.toMatch(/Sort|Seq Scan|Filter/);
});

test.each([
  [
    "a session with its user by the token's hash",
    `select s.id, u.roles from sessions s join users u on u.id = s.user_id where s.token_hash = $1`,
    ["x".repeat(43)],
    [/sessions_pkey/, /users_pkey/],
  ],
  [
    "credentials by email",
    `select id, password_hash from users where email = $1`,
    ["a@example.com"],
    [/users_email_key/],
  ],
  [
    "the active administrators",
    `select id from users where roles && array['staff', 'admin'] and roles @> array['admin']
       and status = 'active' order by id for no key update`,
    [],
    [/users_operator_idx/],
  ],
  [
    "a user's sessions, newest first",
    `select id from sessions where user_id = $1 order by created_at desc, id desc limit 100`,
    ["01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11"],
    [/sessions_user_id_created_at_idx/],
  ],
  [
    "expired sessions",
    `delete from sessions where expires_at <= $1`,
    ["2020-01-01T00:00:00Z"],
    [/sessions_expires_at_idx/],
  ],
])("reads %s without a sequential scan", async (_, text, parameters, indexes) => {
  const plan = await planOf(text, parameters);
  for (const index of indexes) expect(plan).toMatch(index);
  expect(plan).not.toMatch(/Seq Scan/);
});
