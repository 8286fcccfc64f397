import type { Actor } from "@ashlar/kernel";
import { describe, expect, it } from "vitest";
import { drafted } from "./drafted.ts";
import { edited } from "./edited.ts";
import { mayChange } from "./may-change.ts";
import { mayRead } from "./may-read.ts";
import { published } from "./published.ts";

const id = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
const [first, second, third] = [new Date(1_000), new Date(2_000), new Date(3_000)];
const draft = drafted(id, "ann", { title: "First words", body: "Body" }, first, 0);
const actor = (userId: string, ...permissions: string[]): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});

describe("a draft", () => {
  it("takes a slug that follows its title", () => {
    expect(draft).toMatchObject({ slug: "first-words", status: "draft", publishedAt: null });
    expect(edited(draft, { title: "Last words" }, second, 0)).toMatchObject({
      slug: "last-words",
      updatedAt: second,
    });
  });

  it("keeps a suffixed slug while its title stays", () => {
    const suffixed = drafted(id, "ann", { title: "First words", body: "Body" }, first, 1);
    expect(edited(suffixed, { title: "First words", body: "More" }, second, 0).slug).toBe(
      "first-words-1f0a11",
    );
  });

  it("does not change by an edit that changes nothing", () => {
    expect(edited(draft, { title: "First words" }, second, 0)).toBe(draft);
    expect(edited(draft, {}, second, 0)).toBe(draft);
  });
});

describe("a published post", () => {
  const post = published(draft, second);

  it("keeps the time of its first publication", () => {
    expect(post).toMatchObject({ status: "published", publishedAt: second, updatedAt: second });
    expect(published(post, third)).toBe(post);
  });

  it("never changes its slug", () => {
    expect(edited(post, { title: "Other" }, third, 0)).toMatchObject({ title: "Other", slug: "first-words" });
  });
});

describe("rules of access", () => {
  it("let an author change their own post, and nobody's else", () => {
    expect(mayChange(actor("ann", "posts:write"), draft)).toBe(true);
    expect(mayChange(actor("bob", "posts:write"), draft)).toBe(false);
    expect(mayChange(actor("ann"), draft)).toBe(false);
  });

  it("take sight of everything and writing together to change somebody else's post", () => {
    expect(mayChange(actor("staff", "posts:read"), draft)).toBe(false);
    expect(mayChange(actor("admin", "posts:read", "posts:write"), draft)).toBe(true);
  });

  it("show a draft to its author and to holders of posts:read", () => {
    expect(mayRead(null, draft)).toBe(false);
    expect(mayRead(actor("bob", "posts:write"), draft)).toBe(false);
    expect(mayRead(actor("ann"), draft)).toBe(true);
    expect(mayRead(actor("staff", "posts:read"), draft)).toBe(true);
    expect(mayRead(null, published(draft, second))).toBe(true);
  });
});
