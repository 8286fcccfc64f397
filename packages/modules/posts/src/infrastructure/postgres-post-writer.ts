import { onConstraint, type Transaction } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { PostWriter } from "../application/ports.ts";
import { SlugTaken } from "../domain/slug-taken.ts";
import { postColumns } from "./post-columns.ts";
import { posts } from "./tables.ts";

const slugTaken = { posts_slug_key: (cause: unknown) => new SlugTaken({ cause }) };

/** Writes posts in an open transaction. */
export const postgresPostWriter = (tx: Transaction): PostWriter => ({
  lock: async (postId) => {
    const [post] = await tx.select(postColumns).from(posts).where(eq(posts.id, postId)).for("update");
    return post ?? null;
  },
  insert: async (post) => {
    await onConstraint(slugTaken, () => tx.insert(posts).values(post));
  },
  save: async ({ id, title, slug, body, status, publishedAt, updatedAt }) => {
    const changed = { title, slug, body, status, publishedAt, updatedAt };
    await onConstraint(slugTaken, () => tx.update(posts).set(changed).where(eq(posts.id, id)));
  },
  remove: async (postId) => {
    await tx.delete(posts).where(eq(posts.id, postId));
  },
});
