import type { Post } from "./post.ts";
import { slugOf } from "./slug.ts";

/** What may be changed; an absent field stays. */
export type Edit = { readonly title?: string | undefined; readonly body?: string | undefined };

/**
 * The post with the edit; the same value when nothing changes.
 *
 * A draft's slug follows its title; once published it is an address and never changes.
 *
 * @param attempt - Slugs that were taken before, from 0.
 */
export function edited(post: Post, edit: Edit, at: Date, attempt: number): Post {
  const title = edit.title ?? post.title;
  const body = edit.body ?? post.body;
  if (title === post.title && body === post.body) return post;
  const keepsSlug = post.status === "published" || title === post.title;
  const slug = keepsSlug ? post.slug : slugOf(title, post.id, attempt);
  return { ...post, title, slug, body, updatedAt: at };
}
