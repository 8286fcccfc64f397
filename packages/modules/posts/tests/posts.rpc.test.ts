import { safe } from "@ashlar/client";
import { uuidV7 } from "@ashlar/kernel";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { admin, author, customer, staff } from "./actors.ts";
import { addUsers } from "./postgres-post-store.ts";
import { type PostsApp, postsApp } from "./posts-app.ts";

describe("posts, through HTTP with the real client", () => {
  let app: PostsApp;
  let ann: string;
  let bob: string;
  const nobody = () => app.clientOf(null);
  const asAnn = () => app.clientOf(author(ann));
  const asBob = () => app.clientOf(author(bob));
  const asAdmin = () => app.clientOf(admin(uuidV7()));
  const asStaff = () => app.clientOf(staff(uuidV7()));

  beforeAll(async () => {
    app = await postsApp();
    [ann = "", bob = ""] = await addUsers(app.database, ["Ann", "Bob"]);
  });
  afterAll(() => app?.[Symbol.asyncDispose]());
  afterEach(() => expect(app.bugs).toEqual([]));

  const notFound = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => expect.unreachable("answered"),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ data: { httpStatus: 404, failure: { code: "POST_NOT_FOUND" } } });
    return error;
  };

  it("shows a post by its slug to who may read it, and keeps the slug once it is published", async () => {
    const draft = await asAnn().posts.create.mutate({ title: "By slug", body: "Here." });
    const unknown = {
      data: { httpStatus: 404, failure: { code: "SLUG_NOT_FOUND", details: { slug: draft.slug } } },
    };
    await expect(nobody().posts.bySlug.query({ slug: draft.slug })).rejects.toMatchObject(unknown);
    await expect(asBob().posts.bySlug.query({ slug: draft.slug })).rejects.toMatchObject(unknown);
    expect(await asAnn().posts.bySlug.query({ slug: draft.slug })).toMatchObject({ id: draft.id });
    await asAnn().posts.publish.mutate({ id: draft.id });
    await asAnn().posts.update.mutate({ id: draft.id, title: "Another title" });
    expect(await nobody().posts.bySlug.query({ slug: draft.slug })).toMatchObject({
      id: draft.id,
      title: "Another title",
      author: { id: ann, name: "Ann" },
    });
    const rest = await fetch(`${app.url}/api/v1/posts/by-slug/${draft.slug}`);
    expect(await rest.json()).toMatchObject({ data: { id: draft.id } });
    await asAnn().posts.remove.mutate({ id: draft.id });
    await expect(nobody().posts.bySlug.query({ slug: draft.slug })).rejects.toMatchObject(unknown);
  });

  it("takes a post from draft to public to gone", async () => {
    const draft = await asAnn().posts.create.mutate({ title: "Über uns", body: "Guten Tag." });
    expect(draft).toEqual({
      id: expect.any(String),
      authorId: ann,
      title: "Über uns",
      slug: "uber-uns",
      body: "Guten Tag.",
      status: "draft",
      publishedAt: null,
      createdAt: app.clock.now(),
      updatedAt: app.clock.now(),
    });
    app.clock.advance(1_000);
    const renamed = await asAnn().posts.update.mutate({ id: draft.id, title: "Wir" });
    expect(renamed).toEqual({ ...draft, title: "Wir", slug: "wir", updatedAt: app.clock.now() });
    app.clock.advance(1_000);
    const publishedAt = app.clock.now();
    const published = await asAnn().posts.publish.mutate({ id: draft.id });
    expect(published).toEqual({ ...renamed, status: "published", publishedAt, updatedAt: publishedAt });
    app.clock.advance(1_000);
    expect(await asAnn().posts.publish.mutate({ id: draft.id })).toEqual(published);
    const edited = await asAnn().posts.update.mutate({ id: draft.id, title: "Sie" });
    expect(edited).toMatchObject({ title: "Sie", slug: "wir", publishedAt });
    expect(await nobody().posts.get.query({ id: draft.id })).toEqual({
      ...edited,
      author: { id: ann, name: "Ann" },
    });
    await asAnn().posts.remove.mutate({ id: draft.id });
    await notFound(nobody().posts.get.query({ id: draft.id }));
    await notFound(asAnn().posts.remove.mutate({ id: draft.id }));
  });

  it("answers a foreign draft exactly as an unknown id, on every procedure", async () => {
    const draft = await asAnn().posts.create.mutate({ title: "Secret", body: "Secret." });
    const unknown = uuidV7();
    const calls = [
      (id: string) => nobody().posts.get.query({ id }),
      (id: string) => app.clientOf(customer(bob)).posts.get.query({ id }),
      (id: string) => asBob().posts.get.query({ id }),
      (id: string) => asBob().posts.update.mutate({ id, title: "Mine" }),
      (id: string) => asBob().posts.publish.mutate({ id }),
      (id: string) => asBob().posts.remove.mutate({ id }),
    ];
    for (const call of calls) {
      const [foreign, missing] = [await notFound(call(draft.id)), await notFound(call(unknown))];
      const bare = (error: unknown, id: string) => {
        const { message, data } = error as { message: string; data: { requestId: string } };
        return JSON.stringify({ message, data: { ...data, requestId: "" } }).replaceAll(id, "id");
      };
      expect(bare(foreign, draft.id)).toBe(bare(missing, unknown));
    }
    expect(await asAnn().posts.get.query({ id: draft.id })).toMatchObject({
      title: "Secret",
      status: "draft",
    });
    expect(await asStaff().posts.get.query({ id: draft.id })).toMatchObject({ title: "Secret" });
  });

  it("lets sight and writing together act on somebody else's post, and neither alone", async () => {
    const { id } = await asAnn().posts.create.mutate({ title: "Moderated", body: "Text." });
    const [, byStaff] = await safe(asStaff().posts.publish.mutate({ id }));
    expect(byStaff).toMatchObject({ data: { failure: { code: "FORBIDDEN" } } });
    expect(await asAdmin().posts.publish.mutate({ id })).toMatchObject({
      status: "published",
      authorId: ann,
    });
    await notFound(asBob().posts.update.mutate({ id, body: "Defaced." }));
    expect(await asAdmin().posts.update.mutate({ id, body: "Edited." })).toMatchObject({ body: "Edited." });
    await asAdmin().posts.remove.mutate({ id });
  });

  it("refuses to write for strangers and customers before it reads the input", async () => {
    const wrong = { title: "", body: "" };
    const [, anonymous] = await safe(nobody().posts.create.mutate(wrong));
    expect(anonymous).toMatchObject({
      data: { httpStatus: 401, failure: { code: "UNAUTHENTICATED" } },
    });
    const [, byCustomer] = await safe(app.clientOf(customer(bob)).posts.create.mutate(wrong));
    expect(byCustomer).toMatchObject({ data: { httpStatus: 403, failure: { code: "FORBIDDEN" } } });
  });

  it("shows drafts in lists to whom it shows them by id", async () => {
    const draft = await asBob().posts.create.mutate({ title: "Bob's draft", body: "Text." });
    const open = await asBob().posts.create.mutate({ title: "Bob's post", body: "Text." });
    await asBob().posts.publish.mutate({ id: open.id });
    const seen = async (client: ReturnType<PostsApp["clientOf"]>) => {
      const { items } = await client.posts.byUser.query({ userId: bob, include: ["author"] });
      expect(items.every((post) => post.author?.name === "Bob")).toBe(true);
      const { items: listed } = await client.posts.list.query({ filter: { authorId: bob } });
      expect(listed.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      return items.map(({ id }) => id).sort();
    };
    expect(await seen(nobody())).toEqual([open.id]);
    expect(await seen(asAnn())).toEqual([open.id]);
    expect(await seen(asBob())).toEqual([draft.id, open.id].sort());
    expect(await seen(asStaff())).toEqual([draft.id, open.id].sort());
    const drafts = await asAnn().posts.list.query({ filter: { status: "draft", authorId: bob }, page: 1 });
    expect(drafts).toEqual({ items: [], page: expect.objectContaining({ total: 0 }) });
    expect((await nobody().posts.byUser.query({ userId: uuidV7() })).items).toEqual([]);
  });

  it("finds words, and takes any text for a search", async () => {
    const { id } = await asAnn().posts.create.mutate({
      title: "Lighthouses of Brittany",
      body: "Tall towers.",
    });
    await asAnn().posts.publish.mutate({ id });
    const found = async (q: string) => (await nobody().posts.list.query({ q })).items.map((post) => post.id);
    expect(await found("lighthouse tower")).toEqual([id]);
    expect(await found('"tall towers" -short')).toEqual([id]);
    expect(await found("lighthouse -brittany")).toEqual([]);
    for (const odd of ["the", "&|!()", "'", '"', ":*", "\\", "<->", "日本語", "a".repeat(200)]) {
      expect(await found(odd)).toEqual([]);
    }
  });

  it.each([
    ["a broken cursor", { cursor: "%%%" }, "cursor"],
    ["a cursor beside a page", { cursor: "e30", page: 1 }, "cursor"],
    ["too many rows", { limit: 1_000_000_000 }, "limit"],
    ["a page out of reach", { page: 1_000_000_000 }, "page"],
    ["NUL in a search", { q: "a\u0000b" }, "q"],
    ["a lone surrogate in a search", { q: "\ud800" }, "q"],
    ["an author that is no id", { filter: { authorId: "1 or 1=1" } }, "filter.authorId"],
  ])("names the field of %s", async (_, input, field) => {
    const [, error] = await safe(nobody().posts.list.query(input));
    const issues = expect.arrayContaining([expect.objectContaining({ field })]);
    expect(error).toMatchObject({
      data: { httpStatus: 422, failure: { code: "VALIDATION_FAILED", details: { issues } } },
    });
  });

  it("follows nextCursor through the list that a stranger sees", async () => {
    for (let index = 0; index < 5; index += 1) {
      const { id } = await asAnn().posts.create.mutate({ title: `Chapter ${index}`, body: "Text." });
      await asAnn().posts.publish.mutate({ id });
    }
    const all = await nobody().posts.list.query({ limit: 100 });
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, page } = await nobody().posts.list.query({ limit: 2, cursor });
      walked.push(...items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(walked).toEqual(all.items.map(({ id }) => id));
    expect(all.items.every(({ status }) => status === "published")).toBe(true);
  });
});
