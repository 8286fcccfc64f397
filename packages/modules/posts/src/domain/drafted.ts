import type { Post } from "./post.ts";
import { slugOf } from "./slug.ts";

/** What an author writes. */
export type Writing = { readonly title: string; readonly body: string };

/** A new draft. @param attempt - Slugs that were taken before, from 0. */
export const drafted = (id: string, authorId: string, writing: Writing, at: Date, attempt: number): Post => ({
  id,
  authorId,
  title: writing.title,
  slug: slugOf(writing.title, id, attempt),
  body: writing.body,
  status: "draft",
  publishedAt: null,
  createdAt: at,
  updatedAt: at,
});
