import { openDatabase } from "@ashlar/database";
import { inRequestScope, type ReadAfter } from "@ashlar/kernel";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { type CacheOptions, openCache } from "../src/index.ts";

/** A database with one row to read, whose value is a number. */
export async function numberInDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  await database.sql`create table numbers (id integer primary key, value integer not null)`;
  await database.sql`insert into numbers values (1, 0)`;
  return database;
}

/** A process of its own, as far as a cache can tell: its own pools, listener and memory. */
export async function cacheProcess(url: string, options: Partial<CacheOptions> = {}) {
  const database = openDatabase({ url });
  const cache = await openCache({ database, log: silentLog, ...options });
  return {
    database,
    cache,
    [Symbol.asyncDispose]: async () => {
      await cache.close();
      await database.close(0);
    },
  };
}

/** Does something as a request of a caller of which so much is known. */
export function asCaller<Result>(
  known: Pick<ReadAfter, "positionBytes" | "committedAtMs">,
  work: () => Promise<Result>,
): Promise<Result> {
  const readAfter: ReadAfter = { ...known, hasAdvanced: false };
  const { signal } = new AbortController();
  return inRequestScope({ requestId: "r", traceparent: "t", signal, log: silentLog, readAfter }, work);
}
