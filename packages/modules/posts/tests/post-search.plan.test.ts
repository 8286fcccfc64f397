import { explainedStatement } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PostList } from "../src/application/ports.ts";
import { visiblePosts } from "../src/domain/visible-posts.ts";
import { shapeOf } from "../src/infrastructure/post-list-shape.ts";
import { postListStatement } from "../src/infrastructure/post-list-statement.ts";
import { postgresPostReader } from "../src/infrastructure/postgres-post-reader.ts";
import { staff } from "./actors.ts";
import { addUsers, postgresPostStore } from "./postgres-post-store.ts";

const postCount = 20_000;
/** Posts from the newest on that are looked at before the index of words. */
const walked = 2_000;

/** Each with the posts that hold it, by their number from the newest. */
const searches: readonly [string, string][] = [
  ["everywhere", "true"],
  ["often", "n % 20 = 0"],
  ["seldom", "n % 2000 = 7"],
  ["solitary", "n = 19000"],
  ["formerly", "n > 17000"],
  ["lately", "n <= 30"],
  ["nowhere", "false"],
];

describe("a search of posts", () => {
  let store: Awaited<ReturnType<typeof postgresPostStore>>;

  beforeAll(async () => {
    store = await postgresPostStore();
    const { sql } = store.database;
    const [authorId = ""] = await addUsers(store.database, ["Ann"]);
    const words = searches
      .map(([word, holds]) => `case when ${holds} then ' ${word}' else '' end`)
      .join(" || ");
    await sql.unsafe(
      `insert into posts (id, author_id, title, slug, body, status, published_at, created_at, updated_at)
       select gen_random_uuid(), $1, 'Post', 'post-' || n, '.' || ${words}, case when n % 10 = 0 then 'draft' else 'published' end,
         case when n % 10 = 0 then null else now() - n * interval '1 minute' end, now() - n * interval '1 minute', now()
       from generate_series(1, ${postCount}) as n`,
      [authorId],
    );
    await sql`vacuum analyze posts`;
  });
  afterAll(() => store?.[Symbol.asyncDispose]());

  const list = (words: string, rest: Partial<PostList> = {}): PostList => ({
    sort: "createdAt",
    order: "desc",
    limit: 20,
    withAuthor: true,
    groups: visiblePosts(null, {}),
    words,
    ...rest,
  });

  it.each(searches)(
    "finds the posts that hold %s in order, page after page, and numbered",
    async (word, holds) => {
      const { sql } = store.database;
      for (const order of ["asc", "desc"] as const) {
        for (const groups of [visiblePosts(null, {}), visiblePosts(staff("staff"), {})]) {
          const isStaff = groups.length === 2;
          const rows = await sql.unsafe<{ id: string }[]>(
            `select id from (select *, substr(slug, 6)::int as n from posts) as posts
           where (${holds}) and (${isStaff} or status = 'published') order by created_at ${order}, id ${order} limit 120`,
          );
          const expected = rows.map(({ id }) => id);
          const first = await store.reader.list(list(word, { order, groups }));
          const { nextCursor } = first.page;
          const second =
            nextCursor && (await store.reader.list(list(word, { order, groups, cursor: nextCursor })));
          const sixth = await store.reader.list(list(word, { order, groups, page: 6 }));
          expect(first.items.map(({ id }) => id)).toEqual(expected.slice(0, 20));
          expect(second ? second.items.map(({ id }) => id) : []).toEqual(expected.slice(20, 40));
          expect(sixth.items.map(({ id }) => id)).toEqual(expected.slice(100, 120));
        }
      }
    },
  );

  it.each(searches)(
    "looks at some posts of the list and at those that hold %s, and at no others",
    async (word, holds) => {
      const db = store.database.connection.read;
      const { items } = await postgresPostReader(db).list(list(word));
      const [counted] = await store.database.sql.unsafe<{ held: number }[]>(
        `select count(*)::int as held from generate_series(1, ${postCount}) as n where ${holds}`,
      );
      const plan = await explainedStatement(
        store.database.connection,
        postListStatement(db, shapeOf(list(word))).getQuery(),
        { words: word, afterId: items[0]?.id },
        "posts",
      );
      expect(plan.nodes).not.toContain("Seq Scan");
      expect(plan.mostRowsOfAScan).toBeLessThanOrEqual(Math.max(walked, counted?.held ?? 0));
    },
  );
});
