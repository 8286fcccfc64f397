import { type Client, createClient, safe } from "@ashlar/client";
import type { TestDatabase } from "@ashlar/testing";
import { eventually } from "@ashlar/testing";
import { expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { requireFaketime, skewedNode } from "./skewed-node.ts";

const hour = 3_600;
/** Far less than a skew, far more than a busy machine takes. */
const toleratedSeconds = 1_200;
const password = "correct-horse-battery";
const email = "author@ashlar.test";
const post = { title: "Once", body: "Whatever the clock." };

const lamp = {
  sku: "LAMP-1",
  name: "A lamp",
  description: "It shines.",
  price: { amountMinor: 1_000, currency: "EUR" },
  stock: 1,
} as const;

async function signedIn(url: string, role: "author" | "staff"): Promise<Client> {
  const { token } = await createClient({ url }).auth.login.mutate({ email: `${role}@ashlar.test`, password });
  return createClient({ url, token });
}

/** Adds one piece of a new or known product, once for its key. @returns The stock then. */
async function restock(staff: Client, idempotencyKey: string): Promise<number> {
  const { items } = await staff.products.list.query({});
  const { id } = items[0] ?? (await staff.products.create.mutate(lamp));
  const { stock } = await staff.products.adjustStock.mutate(
    { id, delta: 1 },
    { context: { idempotencyKey } },
  );
  return stock;
}

/** Does on a node whatever writes a time that other nodes read. */
async function journey(url: string): Promise<Client> {
  const anonymous = createClient({ url });
  const client = await signedIn(url, "author");
  await client.auth.tokens.issue.mutate({});
  await client.auth.secondFactor.enrol.mutate();
  await client.auth.passkeys.startRegistration.mutate();
  await client.auth.requestPasswordReset.mutate({ email });
  await client.posts.create.mutate(post);
  await restock(await signedIn(url, "staff"), "journey");
  await safe(anonymous.auth.login.mutate({ email, password: "wrong-password-1" }));
  return client;
}

type Range = { readonly name: string; readonly low: number; readonly high: number };

/** Oldest and newest time of every column that has any, in seconds from now. */
async function times({ sql }: TestDatabase): Promise<readonly Range[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    select c.table_name as table, c.column_name as column from information_schema.columns as c
    join information_schema.tables as t using (table_schema, table_name)
    where c.table_schema = 'public' and c.data_type = 'timestamp with time zone' and t.table_type = 'BASE TABLE'
    order by 1, 2`;
  const ranges: Range[] = [];
  for (const { table, column } of columns) {
    const [row] = await sql.unsafe<{ low: number | null; high: number | null }[]>(`
      select extract(epoch from min(${column}) - now())::float8 as low,
        extract(epoch from max(${column}) - now())::float8 as high from ${table}`);
    if (row?.low != null && row.high !== null)
      ranges.push({ name: `${table}.${column}`, low: row.low, high: row.high });
  }
  return ranges;
}

const settled = (database: TestDatabase) =>
  eventually(async () => {
    const [row] = await database.sql`select (select count(*) from jobs)::int as jobs,
      (select count(*) from sent_mails)::int as mails`;
    return row?.jobs === 0 && row.mails > 0;
  }, 60_000);

/** What a node with the right clock leaves. */
async function reference(): Promise<{ readonly cron: readonly string[]; readonly ranges: readonly Range[] }> {
  await using server = await testServer();
  await journey(server.url);
  await settled(server.database);
  const cron = await server.database.sql<{ name: string }[]>`select name from cron_runs`;
  return { cron: cron.map(({ name }) => name), ranges: await times(server.database) };
}

test.for([
  ["ahead", 25 * hour],
  ["behind", -25 * hour],
  ["months ahead", 90 * 24 * hour],
] as const)(
  "a node whose clock is %s agrees with the others on everything that is shared",
  { timeout: 180_000 },
  async ([_, skew], context) => {
    requireFaketime(context);
    const { cron, ranges } = await reference();
    await using straight: TestServer = await testServer({ runsJobs: false });
    const { sql } = straight.database;
    const before = await straight.as("author");
    expect(await restock(await signedIn(straight.url, "staff"), "shared")).toBe(2);
    const tokens = await before.auth.tokens.issue.mutate({});
    const expiresAt = new Date(Date.now() + 600_000);
    const key = await before.apiKeys.create.mutate({ name: "short", scopes: ["posts:write"], expiresAt });
    // Every cron job is due, retention too, and only the wrong clock's node runs them.
    for (const name of cron)
      await sql`insert into cron_runs (name, last_at) values (${name}, now() - interval '3 days')`;

    await using node = await skewedNode(straight.database.url, skew);
    expect(Math.abs(node.date - Date.now() - skew * 1_000)).toBeLessThan(toleratedSeconds * 1_000);
    await eventually(async () => {
      const [row] = await sql`select (select count(*) from jobs)::int as jobs,
      (select count(*) from cron_runs where last_at < now() - interval '1 day')::int as late`;
      return row?.jobs === 0 && row.late === 0;
    }, 60_000);

    // What one has granted counts at the other, and what was done there is not done again.
    const { url } = node;
    const staff = createClient({ url, token: await straight.signIn("staff") });
    await restock(staff, "another");
    expect(await restock(staff, "shared")).toBe(2);
    await createClient({ url, token: tokens.accessToken }).posts.list.query();
    await createClient({ url, apiKey: key.secret }).posts.create.mutate(post);
    const refreshed = await createClient({ url }).auth.tokens.refresh.mutate({
      refreshToken: tokens.refreshToken,
    });
    const there = await journey(url);
    await settled(straight.database);
    await createClient({ url: straight.url, token: refreshed.accessToken }).auth.me.query();
    expect(await before.auth.sessions.list.query()).toHaveLength(
      (await there.auth.sessions.list.query()).length,
    );
    await before.auth.me.query();

    const found = await times(straight.database);
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(ranges.map(({ name }) => name)));
    const expected = new Map(ranges.map((range) => [range.name, range]));
    const off = found.filter(({ name, low, high }) => {
      const range = expected.get(name);
      return (
        range &&
        (Math.abs(range.low - low) > toleratedSeconds || Math.abs(range.high - high) > toleratedSeconds)
      );
    });
    expect(off).toEqual([]);
  },
);
