import { seededRandom } from "@ashlar/kernel";
import { type ExplainedStatement, explainedStatement } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PostList } from "../src/application/ports.ts";
import { visiblePosts } from "../src/domain/visible-posts.ts";
import { shapeOf } from "../src/infrastructure/post-list-shape.ts";
import { postListStatement } from "../src/infrastructure/post-list-statement.ts";
import { postgresPostReader } from "../src/infrastructure/postgres-post-reader.ts";
import { seedPosts } from "../src/infrastructure/seed/seed-posts.ts";
import { author, staff } from "./actors.ts";
import { addUsers, postgresPostStore } from "./postgres-post-store.ts";

const page = { sort: "createdAt", order: "desc", limit: 50, withAuthor: true } as const;
const forViewers = (authorId: string) =>
  [
    ["published posts, to anybody", visiblePosts(null, {})],
    ["published posts and own drafts", visiblePosts(author(authorId), {})],
    ["own drafts", visiblePosts(author(authorId), { status: "draft" })],
    ["all posts, to staff", visiblePosts(staff("staff"), {})],
    ["all drafts, to staff", visiblePosts(staff("staff"), { status: "draft" })],
    ["published posts of one author", visiblePosts(null, { authorId })],
    ["own posts", visiblePosts(author(authorId), { authorId })],
  ] as const;
const orders = (["createdAt", "publishedAt"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order })),
);

describe("the plan of a list of posts", () => {
  let store: Awaited<ReturnType<typeof postgresPostStore>>;
  let prolific: string;

  beforeAll(async () => {
    store = await postgresPostStore();
    const authorIds = await addUsers(
      store.database,
      Array.from({ length: 3_000 }, (_, index) => `Author ${index}`),
    );
    const random = seededRandom(7);
    // One author has enough posts of both kinds that sorting them would be cheaper to plan than to run.
    prolific = authorIds[0] ?? "";
    await seedPosts(store.database.connection, { count: 9_000, authorIds, random });
    await seedPosts(store.database.connection, { count: 3_000, authorIds: [prolific], random });
    await store.database.sql`vacuum analyze posts`;
    await store.database.sql`vacuum analyze users`;
  });
  afterAll(() => store?.[Symbol.asyncDispose]());

  const explained = async (list: PostList): Promise<ExplainedStatement> => {
    const { items } = await postgresPostReader(store.database.connection.read).list(list);
    const statement = postListStatement(store.database.connection.read, shapeOf(list)).getQuery();
    const middle = items.at(-1);
    return explainedStatement(
      store.database.connection,
      statement,
      {
        authorId: prolific,
        words: list.words,
        afterValue: middle?.[list.sort]?.toISOString() ?? "infinity",
        afterId: middle?.id,
        rows: list.limit + 1,
        skipped: 0,
        rowsOfGroup: list.limit + 1,
      },
      "posts",
    );
  };

  for (const sortOrder of orders) {
    const name = `by ${sortOrder.sort} ${sortOrder.order}`;
    it.each(forViewers("").map(([viewer], index) => ({ viewer, index })))(
      `reads $viewer in the order of an index, ${name}`,
      async ({ index }) => {
        const groups = forViewers(prolific)[index]?.[1] ?? [];
        const list: PostList = { ...page, ...sortOrder, groups };
        for (const cut of [list, { ...list, cursor: await nextCursor(list) }]) {
          const plan = await explained(cut);
          expect(plan.nodes).not.toContain("Sort");
          expect(plan.nodes).not.toContain("Incremental Sort");
          expect(plan.nodes).not.toContain("Seq Scan");
          expect(plan.indexes.filter((index) => index !== "users_pkey")).toHaveLength(groups.length);
          expect(plan.mostRowsOfAScan).toBeLessThanOrEqual(page.limit + 1);
        }
      },
    );
  }

  it("is the same whoever asks for it: the default page has no parameter to plan for", () => {
    const statement = postListStatement(
      store.database.connection.read,
      shapeOf({ ...page, groups: visiblePosts(null, {}) }),
    );
    expect(statement.getQuery().params).toEqual([]);
  });

  it("uses the search index for words that few posts hold", async () => {
    const words = 'unfinished lantern "at the end of the line" -winter lighthouse notebook';
    const plan = await explained({ ...page, words, groups: visiblePosts(null, {}) });
    expect(plan.indexes).toContain("posts_search_idx");
    expect(plan.nodes).not.toContain("Seq Scan");
  });

  const nextCursor = async (list: PostList): Promise<string | undefined> =>
    (await store.reader.list(list)).page.nextCursor;
});
