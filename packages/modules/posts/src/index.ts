import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import { postsProcedures } from "./api/posts-procedures.ts";
import { postgresPostReader } from "./infrastructure/postgres-post-reader.ts";
import { postgresPostWriter } from "./infrastructure/postgres-post-writer.ts";

export { seedDemoPosts } from "./infrastructure/seed/seed-demo-posts.ts";
export { seedPosts } from "./infrastructure/seed/seed-posts.ts";

/** Puts the posts module together. */
export const createPostsModule = (deps: {
  readonly database: DatabaseConnection;
  readonly clock: Clock;
}) => ({
  procedures: {
    posts: postsProcedures({
      clock: deps.clock,
      reader: postgresPostReader(deps.database.read),
      transact: (work) => deps.database.transact((tx) => work({ posts: postgresPostWriter(tx) })),
    }),
  },
});
