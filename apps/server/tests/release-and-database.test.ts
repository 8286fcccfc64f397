import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { startServerProcess } from "./server-process.ts";

const main = resolve(import.meta.dirname, "../src/main.ts");

test("a process does not start on a database that lacks a migration of its release, and says which", async () => {
  await using database = await testDatabase();
  await database.sql`
    delete from drizzle.__drizzle_migrations where id > (select max(id) - 2 from drizzle.__drizzle_migrations)`;
  const start = promisify(execFile)(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: "0", DATABASE_URL: database.url },
    // One that starts all the same does not outlive the test.
    timeout: 60_000,
  });
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /lacks the migration \d{4}_\w+ and 1 more of this release: run `pnpm migrate`/,
    ),
  });
});

test("a process starts on the database of the release after it, as in a rolling restart", async () => {
  await using database = await testDatabase();
  await database.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the next release', 0)`;
  await using server = await startServerProcess({ DATABASE_URL: database.url });
  expect((await fetch(new URL("/health/ready", server.url))).status).toBe(200);
});
