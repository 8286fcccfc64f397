import { expect, test } from "vitest";
import { testDatabase } from "../src/index.ts";

test("gives each caller a database of its own", async () => {
  await using one = await testDatabase();
  await using other = await testDatabase();
  await one.sql`create table mine (id int)`;
  const found = await other.sql`select to_regclass('mine') as mine`;
  expect(found[0]).toEqual({ mine: null });
});

test("is made in well under 100 ms, so that every test file can afford one", async () => {
  const startedAt = performance.now();
  for (let made = 0; made < 5; made += 1) {
    await using database = await testDatabase();
    expect(database.url).toContain("/test_");
  }
  expect((performance.now() - startedAt) / 5).toBeLessThan(100);
});
