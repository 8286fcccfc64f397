import type { Actor } from "@ashlar/kernel";
import type { Post } from "../domain/post.ts";
import { published } from "../domain/published.ts";
import { lockOwnPost } from "./lock-own-post.ts";
import type { PostsDeps } from "./ports.ts";

/**
 * Makes a draft public. Repeating the call returns the post as it is: `publishedAt` is set once.
 *
 * @throws POST_NOT_FOUND when there is none or the actor may not change it; the two look alike.
 */
export async function publishPost(
  deps: Pick<PostsDeps, "clock" | "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Post> {
  return deps.transact(async ({ posts }) => {
    const post = await lockOwnPost(posts, actor, id);
    const next = published(post, deps.clock.now());
    if (next !== post) await posts.save(next);
    return next;
  });
}
