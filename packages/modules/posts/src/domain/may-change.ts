import { holds } from "@ashlar/contracts/vocabulary";
import { type Actor, isSelf } from "@ashlar/kernel";
import type { Post } from "./post.ts";

/**
 * Whether the actor may change, publish or remove the post.
 *
 * Its author may, with `posts:write`. Somebody else's post takes `posts:read` as well: `posts:write` alone is what
 * every author has, `posts:read` is sight of everything, and only an admin holds both.
 */
export const mayChange = (actor: Actor, post: Pick<Post, "authorId">): boolean =>
  holds(actor, "posts:write") && (isSelf(actor, post.authorId) || holds(actor, "posts:read"));
