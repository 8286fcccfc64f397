import type { Paged } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUserReader } from "../src/accounts/infrastructure/postgres-user-reader.ts";
import type { User } from "../src/accounts/user.ts";
import type { UserQuery } from "../src/shared/ports.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  // Names and times repeat, so that ties must be broken.
  await database.sql`
    insert into users select gen_random_uuid(), 'user' || n || '@example.com', 'Name ' || n % 7, '-',
      case when n % 10 = 0 then array['author'] when n % 31 = 0 then array['staff', 'admin'] else array['customer'] end,
      case when n % 9 = 0 then 'deactivated' else 'active' end,
      timestamptz '2026-01-01' + (n % 11) * interval '1 minute', now() from generate_series(1, 200) n`;
});
afterAll(() => database[Symbol.asyncDispose]());

const list = (query: Partial<UserQuery> = {}): Promise<Paged<User>> =>
  postgresUserReader(database.connection.read).list({
    limit: 30,
    sort: "createdAt",
    order: "desc",
    ...query,
  });

const sorts = (["createdAt", "name", "email"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order })),
);
const filters: NonNullable<UserQuery["filter"]>[] = [
  {},
  { status: "active" },
  { status: "deactivated" },
  { role: "customer" },
  { role: "author" },
  { role: "admin" },
  { role: "author", status: "deactivated" },
];

test.each(sorts)(
  "walks all users by cursor once each, sorted by $sort $order, under every filter",
  async (by) => {
    for (const filter of filters) {
      const seen: User[] = [];
      let cursor: string | undefined;
      do {
        const { items, page } = await list({ ...by, filter, cursor, limit: 17 });
        expect(page.hasPrevious).toBe(cursor !== undefined);
        seen.push(...items);
        cursor = page.nextCursor;
        expect(page.hasNext).toBe(cursor !== undefined);
      } while (cursor !== undefined);
      const matching = (user: User): boolean =>
        (filter.status ?? user.status) === user.status && (!filter.role || user.roles.includes(filter.role));
      const { items: all } = await list({ ...by, limit: 500 });
      expect(all).toHaveLength(200);
      expect(seen).toEqual(all.filter(matching));
    }
  },
);

test("counts what a numbered page is part of", async () => {
  const { items, page } = await list({ page: 2, limit: 15, filter: { role: "author" } });
  expect(items).toHaveLength(5);
  expect(page).toEqual({ limit: 15, page: 2, total: 20, totalPages: 2, hasNext: false, hasPrevious: true });
});

test("answers a page past the end with nothing, and says how much there is", async () => {
  const { items, page } = await list({ page: 9, limit: 100 });
  expect(items).toEqual([]);
  expect(page).toMatchObject({ total: 200, totalPages: 2, hasNext: false, hasPrevious: true });
});

test("refuses a cursor that is malformed or of another order", async () => {
  const { page } = await list({ limit: 1 });
  const refused = expect.objectContaining({
    code: "VALIDATION_FAILED",
    details: { issues: [expect.objectContaining({ field: "cursor" })] },
  });
  await expect(list({ cursor: "nonsense" })).rejects.toEqual(refused);
  await expect(list({ cursor: page.nextCursor, order: "asc" })).rejects.toEqual(refused);
  await expect(list({ cursor: page.nextCursor, sort: "name" })).rejects.toEqual(refused);
});
