import type { Actor } from "@ashlar/kernel";
import { describe, expect, it } from "vitest";
import { visiblePosts } from "./visible-posts.ts";

const actor = (userId: string, ...permissions: string[]): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});
const ann = actor("ann", "posts:write");
const staff = actor("staff", "posts:read");
const published = (authorId: string | null = null) => ({ status: "published", authorId });
const drafts = (authorId: string | null = null) => ({ status: "draft", authorId });

describe("visible posts", () => {
  it("are the published ones to a stranger, whatever is asked", () => {
    expect(visiblePosts(null, {})).toEqual([published()]);
    expect(visiblePosts(null, { status: "draft" })).toEqual([]);
    expect(visiblePosts(null, { authorId: "ann" })).toEqual([published("ann")]);
    expect(visiblePosts(null, { authorId: "ann", status: "draft" })).toEqual([]);
  });

  it("include a viewer's own drafts and nobody else's", () => {
    expect(visiblePosts(ann, {})).toEqual([published(), drafts("ann")]);
    expect(visiblePosts(ann, { status: "draft" })).toEqual([drafts("ann")]);
    expect(visiblePosts(ann, { status: "published" })).toEqual([published()]);
    expect(visiblePosts(ann, { authorId: "ann" })).toEqual([published("ann"), drafts("ann")]);
    expect(visiblePosts(ann, { authorId: "bob" })).toEqual([published("bob")]);
    expect(visiblePosts(ann, { authorId: "bob", status: "draft" })).toEqual([]);
  });

  it("include every draft to a holder of posts:read", () => {
    expect(visiblePosts(staff, {})).toEqual([published(), drafts()]);
    expect(visiblePosts(staff, { authorId: "bob", status: "draft" })).toEqual([drafts("bob")]);
  });
});
