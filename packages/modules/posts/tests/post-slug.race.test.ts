import { uuidV7 } from "@ashlar/kernel";
import { fakeClock } from "@ashlar/testing";
import { expect, it } from "vitest";
import { createPost } from "../src/application/create-post.ts";
import type { PostsDeps, PostWriter } from "../src/application/ports.ts";
import { updatePost } from "../src/application/update-post.ts";
import { author } from "./actors.ts";
import { barrier } from "./barrier.ts";
import { postgresPostStore } from "./postgres-post-store.ts";

/** Waits at the barrier before each first write, so that both transactions are open when one writes. */
const meeting = (transact: PostsDeps["transact"], arrive: () => Promise<void>): PostsDeps["transact"] => {
  let isFirst = true;
  return (work) =>
    transact(({ posts }) => {
      const pausing =
        (write: PostWriter["save"]): PostWriter["save"] =>
        async (post) => {
          if (isFirst) {
            isFirst = false;
            await arrive();
          }
          await write(post);
        };
      return work({ posts: { ...posts, insert: pausing(posts.insert), save: pausing(posts.save) } });
    });
};

it("gives two posts that take one title at the same moment a slug each", async () => {
  await using store = await postgresPostStore();
  const ann = author(await store.addUser("Ann"));
  const arrive = barrier(2);
  const create = () =>
    createPost({ clock: fakeClock(), transact: meeting(store.transact, arrive) }, ann, {
      title: "Same",
      body: "Text.",
    });
  const [one, two] = await Promise.all([create(), create()]);
  const slugs = [one.slug, two.slug].sort();
  expect(slugs[0]).toBe("same");
  expect(slugs[1]).toMatch(/^same-[0-9a-f]{6}$/);
});

it("gives two drafts that are renamed to one title at the same moment a slug each", async () => {
  await using store = await postgresPostStore();
  const deps = { clock: fakeClock(), transact: store.transact };
  const ann = author(await store.addUser("Ann"));
  const arrive = barrier(2);
  const rename = async (title: string) => {
    const { id } = await createPost(deps, ann, { title, body: "Text." });
    return () =>
      updatePost({ ...deps, transact: meeting(store.transact, arrive) }, ann, { id, title: "Same" });
  };
  const [first, second] = [await rename("One"), await rename("Two")];
  const [one, two] = await Promise.all([first(), second()]);
  expect(one.title).toBe("Same");
  expect(two.title).toBe("Same");
  expect(new Set([one.slug, two.slug]).size).toBe(2);
});

it("gives many posts of one title a slug each", async () => {
  await using store = await postgresPostStore();
  const ann = author(await store.addUser("Ann"));
  const deps = { clock: fakeClock(), transact: store.transact };
  const posts = await Promise.all(
    Array.from({ length: 40 }, () => createPost(deps, ann, { title: "Hello", body: "Text." })),
  );
  expect(new Set(posts.map(({ slug }) => slug)).size).toBe(40);
});

it("does not keep a slug for a post that was never committed", async () => {
  await using store = await postgresPostStore();
  const ann = author(await store.addUser("Ann"));
  const clock = fakeClock();
  const failing: PostsDeps["transact"] = (work) =>
    store.transact(async (writers) => {
      await work(writers);
      throw new RangeError("stop");
    });
  const create = (transact: PostsDeps["transact"]) =>
    createPost({ clock, transact }, ann, { title: "Kept", body: uuidV7() });
  await expect(create(failing)).rejects.toThrow(RangeError);
  expect((await create(store.transact)).slug).toBe("kept");
});
