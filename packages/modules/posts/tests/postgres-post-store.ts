import { type Cache, openCache } from "@ashlar/cache";
import { uuidV7 } from "@ashlar/kernel";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { announcingPostWriter } from "../src/infrastructure/announcing-post-writer.ts";
import { cachedPostReader } from "../src/infrastructure/cached-post-reader.ts";
import { postgresPostReader } from "../src/infrastructure/postgres-post-reader.ts";
import { postgresPostWriter } from "../src/infrastructure/postgres-post-writer.ts";
import type { PostStore } from "./post-store.ts";

/** Posts in a migrated database of its own. */
export async function postgresPostStore(): Promise<PostStore & { readonly database: TestDatabase }> {
  const database = await testDatabase();
  return {
    database,
    reader: postgresPostReader(database.connection.read),
    transact: (work) => database.connection.transact((tx) => work({ posts: postgresPostWriter(tx) })),
    addUser: async (name) => {
      const [id = ""] = await addUsers(database, [name]);
      return id;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Opens accounts as identity would, which this module must not import. */
export async function addUsers({ sql }: TestDatabase, names: readonly string[]): Promise<string[]> {
  const ids = names.map(() => uuidV7());
  await sql`
    insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    select id, id || '@example.test', name, 'none', '{author}', 'active', now(), now()
    from unnest(${ids}::uuid[], ${[...names]}::text[]) as person (id, name)`;
  return ids;
}

/** The same through a cache. @param maximumBytes - What it may hold; default as the cache's. */
export async function cachedPostStore(
  maximumBytes?: number,
): Promise<PostStore & { readonly database: TestDatabase; readonly cache: Cache }> {
  const database = await testDatabase();
  const { connection } = database;
  const cache = await openCache({ database: connection, log: silentLog, maximumBytes });
  return {
    database,
    cache,
    reader: cachedPostReader(postgresPostReader(connection.read), cache),
    transact: (work) =>
      connection.transact((tx) => work({ posts: announcingPostWriter(postgresPostWriter(tx), tx, cache) })),
    addUser: async (name) => (await addUsers(database, [name]))[0] ?? "",
    [Symbol.asyncDispose]: async () => {
      await cache.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
