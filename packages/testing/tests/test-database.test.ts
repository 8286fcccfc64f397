import { expect, test } from "vitest";
import { testDatabase } from "../src/index.ts";

test("gives each caller a database of its own", async () => {
  await using one = await testDatabase();
  await using other = await testDatabase();
  await one.sql`create table mine (id int)`;
  const found = await other.sql`select to_regclass('mine') as mine`;
  expect(found[0]).toEqual({ mine: null });
});

test("comes with every migration applied", async () => {
  await using database = await testDatabase();
  const found =
    await database.sql`select to_regclass('users')::text as users, to_regclass('posts')::text as posts`;
  expect(found[0]).toEqual({ users: "users", posts: "posts" });
});
