import type { Actor } from "@ashlar/kernel";
import { postErrors } from "../domain/errors.ts";
import { mayChange } from "../domain/may-change.ts";
import type { Post } from "../domain/post.ts";
import type { PostWriter } from "./ports.ts";

/**
 * Locks a post that the actor may change.
 *
 * @throws POST_NOT_FOUND when there is none or the actor may not change it, published or not; all look alike.
 */
export async function lockOwnPost(posts: PostWriter, actor: Actor, postId: string): Promise<Post> {
  const post = await posts.lock(postId);
  if (post === null || !mayChange(actor, post)) throw postErrors.POST_NOT_FOUND({ postId });
  return post;
}
