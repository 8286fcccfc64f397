import { uuidV7 } from "@ashlar/kernel";
import { idsByCursor, refusedCursor } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PostList, PostOrder } from "../src/application/ports.ts";
import { drafted } from "../src/domain/drafted.ts";
import type { Post } from "../src/domain/post.ts";
import { published } from "../src/domain/published.ts";
import { memoryPostStore } from "./memory-post-store.ts";
import type { PostStore } from "./post-store.ts";
import { cachedPostStore, postgresPostStore } from "./postgres-post-store.ts";

const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count, 0, 123));
const everything: Pick<PostList, "groups"> = {
  groups: [
    { status: "published", authorId: null },
    { status: "draft", authorId: null },
  ],
};
const newest = { sort: "createdAt", order: "desc", withAuthor: false, limit: 20 } as const;
const orders: readonly PostOrder[] = (["createdAt", "publishedAt"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order) => ({ sort, order })),
);

describe.each([
  ["memory", async (): Promise<PostStore> => memoryPostStore()],
  ["PostgreSQL", postgresPostStore],
  ["PostgreSQL behind a cache", cachedPostStore],
])("the ports of posts on %s", (_, open) => {
  let store: PostStore;
  let ann: string;
  let bob: string;
  /** Twelve posts of two authors; pairs share a time, every third is a draft. */
  const stored: Post[] = [];

  const insert = (post: Post) => store.transact(({ posts }) => posts.insert(post));
  const draft = (authorId: string, title: string, at: Date, body = "Plain body.") =>
    drafted(uuidV7(), authorId, { title, body }, at, 0);

  beforeAll(async () => {
    store = await open();
    ann = await store.addUser("Ann");
    bob = await store.addUser("Bob");
    for (let index = 0; index < 12; index += 1) {
      const post = draft(index % 2 === 0 ? ann : bob, `Post ${index}`, minute(Math.floor(index / 2)));
      stored.push(index % 3 === 0 ? post : published(post, minute(60 - Math.floor(index / 4))));
      await insert(stored.at(-1) ?? post);
    }
  });
  afterAll(() => store[Symbol.asyncDispose]());

  it("find a post with its author, exactly as it was written", async () => {
    const [first, second] = stored;
    expect(await store.reader.find(first?.id ?? "")).toEqual({ ...first, author: { id: ann, name: "Ann" } });
    expect(await store.reader.find(second?.id ?? "")).toEqual({
      ...second,
      author: { id: bob, name: "Bob" },
    });
    expect(await store.reader.find(uuidV7())).toBeNull();
    expect(await store.reader.findBySlug(first?.slug ?? "")).toEqual(
      await store.reader.find(first?.id ?? ""),
    );
    expect(await store.reader.findBySlug("no-such-slug")).toBeNull();
  });

  it.each(orders)("follow cursors through every post once, by $sort $order", async (order) => {
    const seen = await idsByCursor((cursor) =>
      store.reader.list({ ...everything, ...newest, ...order, limit: 5, cursor }),
    );
    const value = (post: Post) => post[order.sort]?.getTime() ?? Number.POSITIVE_INFINITY;
    const expected = [...stored].sort((left, right) => {
      const byValue = value(left) === value(right) ? 0 : value(left) - value(right);
      const ascending = byValue || (left.id < right.id ? -1 : 1);
      return order.order === "asc" ? ascending : -ascending;
    });
    expect(seen).toEqual(expected.map(({ id }) => id));
  });

  it.each(orders)(
    "give the same rows by number as by cursor, and count them, by $sort $order",
    async (order) => {
      const list = { ...everything, ...newest, ...order, limit: 5 };
      const first = await store.reader.list({ ...list, page: 1 });
      const second = await store.reader.list({ ...list, page: 2 });
      const beyond = await store.reader.list({ ...list, page: 4 });
      expect(second.items).toEqual(
        (await store.reader.list({ ...list, cursor: first.page.nextCursor })).items,
      );
      expect(first.page).toMatchObject({
        page: 1,
        total: 12,
        totalPages: 3,
        hasNext: true,
        hasPrevious: false,
      });
      expect(second.page).toMatchObject({ page: 2, hasNext: true, hasPrevious: true });
      expect(beyond.items).toEqual([]);
      expect(beyond.page).toMatchObject({ hasNext: false, hasPrevious: true });
    },
  );

  it("list the groups that are asked for and no others", async () => {
    const ids = async (groups: PostList["groups"]) => {
      const { items } = await store.reader.list({ ...newest, groups });
      return new Set(items.map(({ id }) => id));
    };
    const of = (matching: (post: Post) => boolean) => new Set(stored.filter(matching).map(({ id }) => id));
    expect(await ids([])).toEqual(new Set());
    expect(await ids([{ status: "draft", authorId: null }])).toEqual(of(({ status }) => status === "draft"));
    expect(await ids([{ status: "published", authorId: bob }])).toEqual(
      of(({ status, authorId }) => status === "published" && authorId === bob),
    );
    const publishedAndOwn = await ids([
      { status: "published", authorId: null },
      { status: "draft", authorId: ann },
    ]);
    expect(publishedAndOwn).toEqual(of(({ status, authorId }) => status === "published" || authorId === ann));
  });

  it("count and number an empty list", async () => {
    const { items, page } = await store.reader.list({ ...newest, groups: [], page: 2 });
    expect(items).toEqual([]);
    expect(page).toMatchObject({ total: 0, totalPages: 0, hasNext: false, hasPrevious: false });
  });

  it("add the author only when asked", async () => {
    const { items: bare } = await store.reader.list({ ...everything, ...newest });
    expect(bare.every((post) => !("author" in post))).toBe(true);
    const { items } = await store.reader.list({ ...everything, ...newest, withAuthor: true, limit: 50 });
    expect(new Set(items.map(({ author }) => author?.name))).toEqual(new Set(["Ann", "Bob"]));
    expect(items.every((post) => post.author?.id === post.authorId)).toBe(true);
  });

  it("refuse a cursor that is broken, of another order, or beside a page number", async () => {
    const list = { ...everything, ...newest, limit: 2 };
    const { page } = await store.reader.list(list);
    const cursor = page.nextCursor;
    await expect(store.reader.list({ ...list, cursor: "broken" })).rejects.toMatchObject(refusedCursor);
    await expect(store.reader.list({ ...list, order: "asc", cursor })).rejects.toMatchObject(refusedCursor);
    await expect(store.reader.list({ ...list, sort: "publishedAt", cursor })).rejects.toMatchObject(
      refusedCursor,
    );
    await expect(store.reader.list({ ...list, page: 1, cursor })).rejects.toMatchObject(refusedCursor);
    await expect(store.reader.list({ ...list, groups: [], cursor: "broken" })).rejects.toMatchObject(
      refusedCursor,
    );
  });

  it("find words in title and body, together with groups, order and cursor", async () => {
    const at = minute(90);
    const title = published(draft(ann, "Zeppelin landing", at), at);
    const body = published(draft(bob, "Arrivals", minute(91), "A zeppelin came."), minute(91));
    const hidden = draft(bob, "Zeppelin secrets", minute(92));
    for (const post of [title, body, hidden]) await insert(post);
    const list = { ...newest, words: "zeppelin", groups: [{ status: "published", authorId: null }] } as const;
    const { items } = await store.reader.list(list);
    expect(items.map(({ id }) => id)).toEqual([body.id, title.id]);
    const first = await store.reader.list({ ...list, limit: 1, withAuthor: true });
    const second = await store.reader.list({ ...list, limit: 1, cursor: first.page.nextCursor });
    expect(second.items.map(({ id }) => id)).toEqual([title.id]);
    expect((await store.reader.list({ ...list, page: 1 })).page).toMatchObject({ total: 2 });
    for (const post of [title, body, hidden]) await store.transact(({ posts }) => posts.remove(post.id));
  });

  it("keep nothing of a unit of work that fails", async () => {
    const post = draft(ann, "Half written", minute(70));
    const failing = store.transact(async ({ posts }) => {
      await posts.insert(post);
      throw new RangeError("stop");
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await store.reader.find(post.id)).toBeNull();
  });

  it("tell a slug that another post has, on insert and on save", async () => {
    const one = draft(ann, "Same title", minute(71));
    const two = draft(bob, "Other title", minute(72));
    await insert(one);
    await insert(two);
    const slugTaken = expect.objectContaining({ name: "SlugTaken" });
    await expect(insert(draft(bob, "Same title", minute(73)))).rejects.toEqual(slugTaken);
    const save = store.transact(({ posts }) => posts.save({ ...two, slug: one.slug }));
    await expect(save).rejects.toEqual(slugTaken);
    await store.transact(async ({ posts }) => {
      await posts.save({ ...one, slug: "moved", body: "New", updatedAt: minute(74) });
      expect(await posts.lock(one.id)).toEqual({ ...one, slug: "moved", body: "New", updatedAt: minute(74) });
      await posts.remove(one.id);
      await posts.remove(two.id);
    });
    expect(await store.reader.find(one.id)).toBeNull();
  });
});
