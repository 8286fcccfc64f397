import type { CachedReads } from "@ashlar/cache";
import type { PostReader } from "../application/ports.ts";
import { postListTag, postTag } from "./post-tags.ts";

/**
 * Reads posts through the cache; a post's change ends what was kept of it and every list.
 *
 * Lists with drafts are read past it, and a draft never leaves the process. An author's new name is not a change of
 * the post: it is seen when the value's time is over.
 */
export const cachedPostReader = (reader: PostReader, cache: CachedReads): PostReader => ({
  find: (postId) =>
    cache.through(
      { key: `post:${postId}`, tags: [postTag(postId)] },
      () => reader.find(postId),
      (post) => post === null || post.status === "published",
    ),
  // The id behind a slug is known only once it is read: any change of a post ends it.
  findBySlug: (slug) =>
    cache.through(
      { key: `post-slug:${slug}`, tags: [postListTag] },
      () => reader.findBySlug(slug),
      (post) => post === null || post.status === "published",
    ),
  list: (list) => {
    const { groups, words, withAuthor, sort, order, limit, page, cursor } = list;
    const isPublic = groups.every(({ status }) => status === "published");
    if (!isPublic) return reader.list(list);
    const authors = groups.map(({ authorId }) => authorId);
    const key = `posts:${JSON.stringify([authors, words, withAuthor, sort, order, limit, page, cursor])}`;
    return cache.through({ key, tags: [postListTag] }, () => reader.list(list));
  },
});
