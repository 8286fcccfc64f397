import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";
import type { Post } from "./post.ts";

/** Whether the post may be shown: published to everybody, a draft to its author and holders of `posts:read`. */
export const mayRead = (viewer: Actor | null, post: Pick<Post, "authorId" | "status">): boolean =>
  post.status === "published" || isSelf(viewer, post.authorId) || holds(viewer, "posts:read");
