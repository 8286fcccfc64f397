import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { uuidV7 } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { expect, onTestFinished, test } from "vitest";

test("a frozen process loses its locks before those who wait for them give up, and writes nothing when it wakes", async () => {
  await using database = await testDatabase();
  await database.sql`create table pieces as select 10 as stock, ${uuidV7()}::uuid as id`;
  const child = fork(join(import.meta.dirname, "lock-holder.ts"), [database.url]);
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await once(child, "message")).toEqual(["locked", undefined]);
  child.kill("SIGSTOP");
  await database.sql`set lock_timeout = 5000`;
  await database.sql`update pieces set stock = stock - 1`;
  child.kill("SIGCONT");
  expect(await once(child, "message")).toEqual(["Unavailable", undefined]);
  expect(await database.sql`select stock from pieces`).toMatchObject([{ stock: 9 }]);
});
