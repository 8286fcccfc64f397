import type { Post } from "./post.ts";

/** The post, public; the same value when it is already: the first publication's time stays. */
export const published = (post: Post, at: Date): Post =>
  post.status === "published" ? post : { ...post, status: "published", publishedAt: at, updatedAt: at };
