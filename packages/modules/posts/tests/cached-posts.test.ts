import { uuidV7 } from "@ashlar/kernel";
import { expect, test } from "vitest";
import type { PostList } from "../src/application/ports.ts";
import { drafted } from "../src/domain/drafted.ts";
import { published } from "../src/domain/published.ts";
import { postgresPostReader } from "../src/infrastructure/postgres-post-reader.ts";
import { cachedPostStore } from "./postgres-post-store.ts";

const maximumBytes = 8 * 2 ** 20;
/** The longest that the contract allows. */
const bodyLetters = 50_000;
/** Their letters alone take 500,000 bytes, which is just what one value may. */
const postsPerPage = 5;
const pages = 12;

test("pages of the longest posts fill the cache to its bound, and every answer is right", async () => {
  await using store = await cachedPostStore(maximumBytes);
  const authorId = await store.addUser("Ann");
  for (let index = 0; index < pages * postsPerPage; index += 1) {
    const at = new Date(Date.UTC(2026, 0, 1, 0, index));
    const body = `${index} `.repeat(bodyLetters).slice(0, bodyLetters);
    const post = published(drafted(uuidV7(), authorId, { title: `Post ${index}`, body }, at, 0), at);
    await store.transact(({ posts }) => posts.insert(post));
  }
  const uncached = postgresPostReader(store.database.connection.read);
  const stats = store.cache.stats;
  const readTwice = async (page: number, limit: number, order: "asc" | "desc") => {
    const groups = [{ status: "published", authorId: null }] as const;
    const list: PostList = { groups, sort: "createdAt", order, withAuthor: true, page, limit };
    const expected = await uncached.list(list);
    for (let time = 1; time <= 2; time += 1) {
      expect(await store.reader.list(list)).toEqual(expected);
      expect(stats().heldBytes).toBeLessThanOrEqual(maximumBytes);
    }
  };
  for (const order of ["asc", "desc"] as const) {
    for (let page = 1; page <= pages; page += 1) await readTwice(page, postsPerPage, order);
  }
  const full = stats();
  expect(full.heldBytes).toBeGreaterThan(0.9 * maximumBytes);
  expect(full.hits).toBeGreaterThan(0);

  // What is too large is read each time, and pushes nothing else out.
  await readTwice(1, 50, "asc");
  expect(stats()).toMatchObject({ misses: full.misses + 2, heldBytes: full.heldBytes });
});
