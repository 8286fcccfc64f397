import { randomUUID } from "node:crypto";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { eq, getTableColumns, sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at, id } from "../src/index.ts";

const authors = pgTable("authors", {
  nickname: text(),
  id: id(),
  tags: text().array(),
  profile: jsonb().$type<unknown>(),
  joinedAt: at().notNull(),
});
const books = pgTable("books", { id: id(), authorId: text().notNull(), pages: integer() });
const [ann, bob, book, orphan] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
let own: TestDatabase;

beforeAll(async () => {
  own = await testDatabase();
  await own.sql.unsafe(`
    create table authors (id uuid primary key, nickname text, tags text[], profile jsonb, joined_at timestamptz(3) not null);
    create table books (id uuid primary key, author_id text not null, pages int)`);
  await own.connection.transact(async (tx) => {
    await tx.insert(authors).values([
      {
        id: ann,
        nickname: null,
        tags: ['a "b"', "c,d", "e\\f"],
        profile: "true",
        joinedAt: new Date("2026-03-04T05:06:07.089Z"),
      },
      {
        id: bob,
        nickname: "bob",
        tags: null,
        profile: { deep: [1, null] },
        joinedAt: new Date("1999-12-31T23:59:59Z"),
      },
    ]);
    await tx.insert(books).values([
      { id: book, authorId: ann, pages: 3 },
      { id: orphan, authorId: "nobody" },
    ]);
  });
});
afterAll(() => own[Symbol.asyncDispose]());

test("reads back what was written: instants to the millisecond, arrays, JSON that looks like something else", async () => {
  expect(await own.connection.read.select().from(authors).where(eq(authors.id, ann))).toEqual([
    {
      id: ann,
      nickname: null,
      tags: ['a "b"', "c,d", "e\\f"],
      profile: "true",
      joinedAt: new Date("2026-03-04T05:06:07.089Z"),
    },
  ]);
  const [other] = await own.connection.read.select().from(authors).where(eq(authors.id, bob));
  expect(other?.joinedAt).toEqual(new Date("1999-12-31T23:59:59Z"));
  expect(other?.profile).toEqual({ deep: [1, null] });
});

test("maps every shape of select as Drizzle's own driver does", async () => {
  const client = postgres(own.url, { max: 1 });
  const stock = drizzle({ client, casing: "snake_case" });
  const shapes = (db: Pick<typeof stock, "select" | "selectDistinct" | "with" | "$with">) => {
    const count = db
      .$with("counts")
      .as(db.select({ n: sql<number>`count(*)`.mapWith(Number).as("n") }).from(books));
    return [
      db
        .select({ at: authors.joinedAt, upper: sql<string>`upper(${authors.nickname})` })
        .from(authors)
        .orderBy(authors.id),
      db
        .select({ book: { id: books.id, pages: books.pages }, n: sql<number>`1 + 1` })
        .from(books)
        .orderBy(books.id),
      db
        .select({
          books,
          authors: { nickname: authors.nickname, tags: authors.tags, joinedAt: authors.joinedAt },
        })
        .from(books)
        .innerJoin(authors, sql`${authors.id}::text = ${books.authorId}`),
      db.selectDistinct({ tags: authors.tags }).from(authors).where(eq(authors.id, bob)),
      db.with(count).select().from(count),
    ];
  };
  try {
    const mine = await Promise.all(shapes(own.connection.read as unknown as typeof stock));
    expect(mine).toEqual(await Promise.all(shapes(stock)));
  } finally {
    await client.end();
  }
});

test("an outer join without a match is null; one with a match is an object, whatever its first column holds", async () => {
  const rows = await own.connection.read
    .select({ pages: books.pages, author: getTableColumns(authors) })
    .from(books)
    .leftJoin(authors, sql`${authors.id}::text = ${books.authorId}`)
    .orderBy(books.pages);
  expect(rows[0]?.author).toMatchObject({ id: ann, nickname: null });
  expect(rows[1]).toEqual({ pages: null, author: null });
});

test("counts as a number", async () => {
  expect(await own.connection.read.$count(authors)).toBe(2);
  expect(await own.connection.read.$count(authors, eq(authors.nickname, "bob"))).toBe(1);
});

test("prepares every statement once per connection, and none without end", async () => {
  await using database = await testDatabase({ readConnections: 1 });
  await database.sql`create table books (id uuid primary key, author_id text not null, pages int)`;
  const byPages = database.connection.read
    .select()
    .from(books)
    .where(eq(books.pages, sql.placeholder("pages")))
    .prepare("by_pages");
  for (let pages = 0; pages < 20; pages += 1) {
    await database.connection.read.select().from(books).where(eq(books.pages, pages));
    await byPages.execute({ pages });
  }
  const [row] = await database.connection.read
    .select({ prepared: sql<string>`count(*)`, parses: sql<string>`max(generic_plans + custom_plans)` })
    .from(
      sql`pg_prepared_statements where statement like '%"pages" = $1%' and statement not like '%pg_prepared%'`,
    );
  expect(row).toEqual({ prepared: "1", parses: "40" });
});

test("the server refuses to write on the pool for reading", async () => {
  const rows = own.connection.read.select({ n: sql`count(*)` }).from(sql`(select lo_create(0)) as made`);
  await expect(rows).rejects.toMatchObject({ cause: { sqlState: "25006" } });
});
