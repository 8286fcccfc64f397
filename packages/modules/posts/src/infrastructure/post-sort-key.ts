import { type SQLWrapper, sql } from "drizzle-orm";
import type { PostOrder, ReadPost } from "../application/ports.ts";
import { posts } from "./tables.ts";

type Sort = PostOrder["sort"];

/** How a post sorts: the expression that the list indexes hold, and the same value of a post that was read. */
export const postSortKey: Readonly<
  Record<Sort, { readonly expression: SQLWrapper; readonly of: (post: ReadPost) => string }>
> = {
  createdAt: { expression: posts.createdAt, of: (post) => post.createdAt.toISOString() },
  publishedAt: {
    expression: sql`coalesce(${posts.publishedAt}, 'infinity'::timestamptz)`,
    of: (post) => post.publishedAt?.toISOString() ?? "infinity",
  },
};
