import { posts } from "./tables.ts";

/** The columns of a `Post`, in the shape of a `Post`; the search vector stays in the database. */
export const postColumns = {
  id: posts.id,
  authorId: posts.authorId,
  title: posts.title,
  slug: posts.slug,
  body: posts.body,
  status: posts.status,
  publishedAt: posts.publishedAt,
  createdAt: posts.createdAt,
  updatedAt: posts.updatedAt,
};
