import { fakeClock, type TestDatabase } from "@ashlar/testing";
import { expect, it } from "vitest";
import { createPost } from "../src/application/create-post.ts";
import type { PostsDeps } from "../src/application/ports.ts";
import { publishPost } from "../src/application/publish-post.ts";
import { author } from "./actors.ts";
import { postgresPostStore } from "./postgres-post-store.ts";

/** Settles as soon as a session of this database waits for a lock. */
async function somebodyWaits({ sql }: TestDatabase): Promise<void> {
  for (let waiting = 0; waiting === 0; ) {
    const [row] = await sql`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    waiting = row?.waiting;
  }
}

it("sets publishedAt once when two publish at the same moment", async () => {
  await using store = await postgresPostStore();
  const clock = fakeClock();
  const ann = author(await store.addUser("Ann"));
  const { id } = await createPost({ clock, transact: store.transact }, ann, { title: "Once", body: "Text." });
  const hasLocked = Promise.withResolvers<void>();
  const mayGoOn = Promise.withResolvers<void>();
  const pausing: PostsDeps["transact"] = (work) =>
    store.transact(({ posts }) => {
      const lock = async (postId: string) => {
        const post = await posts.lock(postId);
        hasLocked.resolve();
        await mayGoOn.promise;
        return post;
      };
      return work({ posts: { ...posts, lock } });
    });

  const first = publishPost({ clock, transact: pausing }, ann, { id });
  await hasLocked.promise;
  const second = publishPost({ clock, transact: store.transact }, ann, { id });
  await Promise.race([somebodyWaits(store.database), second]);
  clock.advance(1_000);
  mayGoOn.resolve();
  expect(await second).toEqual(await first);
});
