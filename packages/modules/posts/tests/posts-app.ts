import {
  type AppForActors,
  type FakeClock,
  fakeClock,
  serveToActors,
  type TestDatabase,
  testDatabase,
} from "@ashlar/testing";
import { createPostsModule } from "../src/index.ts";

export type PostsApp = AppForActors & { readonly database: TestDatabase; readonly clock: FakeClock };

/** The posts module alone behind the real HTTP app. */
export async function postsApp(): Promise<PostsApp> {
  const database = await testDatabase();
  const clock = fakeClock();
  const { procedures } = createPostsModule({ database: database.connection, clock });
  const served = await serveToActors(procedures);
  return {
    ...served,
    database,
    clock,
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
