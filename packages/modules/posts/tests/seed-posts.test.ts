import { seededRandom } from "@ashlar/kernel";
import { describe, expect, it } from "vitest";
import { seedPosts } from "../src/index.ts";
import { addUsers, postgresPostStore } from "./postgres-post-store.ts";

const now = new Date("2026-06-01T00:00:00.000Z");

describe("seeding posts", () => {
  it("writes exactly as many as asked, spread over time, authors and statuses", async () => {
    await using store = await postgresPostStore();
    const { sql, connection } = store.database;
    const authorIds = await addUsers(
      store.database,
      Array.from({ length: 40 }, (_, index) => `Author ${index}`),
    );
    const progress: number[] = [];
    await seedPosts(connection, {
      count: 1_234,
      authorIds,
      random: seededRandom(1),
      now,
      onProgress: (done) => progress.push(done),
    });
    expect(progress).toEqual([500, 1_000, 1_234]);
    const [seeded] = await sql`
      select count(*)::int as posts, count(*) filter (where status = 'draft')::int as drafts,
        count(distinct author_id)::int as authors, count(distinct date_trunc('month', created_at))::int as months,
        max(greatest(created_at, published_at, updated_at)) <= ${now} as "isPast",
        bool_and(updated_at >= created_at and coalesce(published_at >= created_at, true)) as "isOrdered"
      from posts`;
    expect(seeded).toMatchObject({ posts: 1_234, authors: 40, isPast: true, isOrdered: true });
    expect(seeded?.drafts).toBeGreaterThan(120);
    expect(seeded?.drafts).toBeLessThan(250);
    expect(seeded?.months).toBeGreaterThanOrEqual(23);
  });

  it("writes the same text for the same numbers, and adds when it runs again", async () => {
    await using store = await postgresPostStore();
    const authorIds = await addUsers(store.database, ["Ann"]);
    for (let run = 0; run < 2; run += 1) {
      await seedPosts(store.database.connection, { count: 50, authorIds, random: seededRandom(5), now });
    }
    const texts = await store.database.sql`
      select count(*)::int as copies from posts group by title, body, status, created_at, published_at, updated_at`;
    expect(texts).toHaveLength(50);
    expect(texts.every(({ copies }) => copies === 2)).toBe(true);
  });

  it("needs an author, and nothing for no posts", async () => {
    await using store = await postgresPostStore();
    const none = { authorIds: [], random: seededRandom(1) };
    await expect(seedPosts(store.database.connection, { ...none, count: 1 })).rejects.toThrow(RangeError);
    await seedPosts(store.database.connection, { ...none, count: 0 });
  });
});
