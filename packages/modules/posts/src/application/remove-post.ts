import type { Actor } from "@ashlar/kernel";
import { lockOwnPost } from "./lock-own-post.ts";
import type { PostsDeps } from "./ports.ts";

/**
 * Removes a post for good.
 *
 * @throws POST_NOT_FOUND when there is none (any more) or the actor may not change it; the two look alike.
 */
export async function removePost(
  deps: Pick<PostsDeps, "transact">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<void> {
  await deps.transact(async ({ posts }) => {
    await lockOwnPost(posts, actor, id);
    await posts.remove(id);
  });
}
