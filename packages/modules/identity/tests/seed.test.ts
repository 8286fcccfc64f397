import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { hasDemoAccounts, seedDemoAccounts, seedUsers } from "../src/index.ts";
import { identityOn } from "./identity-harness.ts";

test("creates the four demo accounts once, however often and from however many processes", async () => {
  await using database = await testDatabase();
  expect(await hasDemoAccounts(database.connection)).toBe(false);
  await Promise.all([seedDemoAccounts(database.connection), seedDemoAccounts(database.connection)]);
  await database.sql`update users set name = 'Renamed' where email = 'staff@ashlar.test'`;
  await database.sql`delete from users where email = 'author@ashlar.test'`;
  await seedDemoAccounts(database.connection);
  const rows = await database.sql`select email, name, roles from users order by email`;
  expect(rows).toEqual([
    { email: "admin@ashlar.test", name: "Ada Admin", roles: ["admin"] },
    { email: "author@ashlar.test", name: "Alex Author", roles: ["customer", "author"] },
    { email: "customer@ashlar.test", name: "Casey Customer", roles: ["customer"] },
    { email: "staff@ashlar.test", name: "Renamed", roles: ["staff"] },
  ]);
  expect(await hasDemoAccounts(database.connection)).toBe(true);
  const clock = { now: () => new Date() };
  expect(identityOn(database, clock).procedures).toBeDefined();
});

test("adds users in batches and says how far it is", async () => {
  await using database = await testDatabase();
  const progress: number[] = [];
  const ids = await seedUsers(database.connection, 2_500, Math.random, (created) => progress.push(created));
  await seedUsers(database.connection, 1, Math.random);
  expect(new Set(ids).size).toBe(2_500);
  expect(progress).toEqual([1_000, 2_000, 2_500]);
  const [row] = await database.sql`
    select count(*)::int, count(distinct password_hash)::int hashes, count(distinct name) > 1000 as are_varied from users`;
  expect(row).toEqual({ count: 2_501, hashes: 2, are_varied: true });
  expect(await hasDemoAccounts(database.connection)).toBe(true);
});

test("counts accounts with the published password that are closed for none", async () => {
  await using database = await testDatabase();
  await seedDemoAccounts(database.connection);
  await database.sql`update users set status = 'deactivated'`;
  expect(await hasDemoAccounts(database.connection)).toBe(false);
});
