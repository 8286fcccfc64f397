import type { Cache } from "@ashlar/cache";
import type { DatabaseConnection, Transaction } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { postsProcedures } from "./api/posts-procedures.ts";
import type { PostWriter } from "./application/ports.ts";
import { announcingPostWriter } from "./infrastructure/announcing-post-writer.ts";
import { cachedPostReader } from "./infrastructure/cached-post-reader.ts";
import { postgresPostReader } from "./infrastructure/postgres-post-reader.ts";
import { postgresPostWriter } from "./infrastructure/postgres-post-writer.ts";

/** Puts the posts module together. */
export function createPostsModule(deps: {
  readonly database: Pick<DatabaseConnection, "readReplica" | "transact">;
  readonly clock: Clock;
  /** Without one every read is the database's. */
  readonly cache?: Cache | undefined;
}) {
  const { database, clock, cache } = deps;
  const reader = postgresPostReader(database.readReplica);
  const writerOn = (tx: Transaction): PostWriter => {
    const writer = postgresPostWriter(tx);
    return cache ? announcingPostWriter(writer, tx, cache) : writer;
  };
  return {
    procedures: {
      posts: postsProcedures({
        clock,
        reader: cache ? cachedPostReader(reader, cache) : reader,
        transact: (work) => database.transact((tx) => work({ posts: writerOn(tx) })),
      }),
    },
  };
}
