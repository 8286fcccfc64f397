import type { Actor } from "@ashlar/kernel";
import { type Edit, edited } from "../domain/edited.ts";
import type { Post } from "../domain/post.ts";
import { lockOwnPost } from "./lock-own-post.ts";
import type { PostsDeps } from "./ports.ts";
import { withFreeSlug } from "./with-free-slug.ts";

export type UpdatePost = Edit & { readonly id: string };

/**
 * Changes a post's title or body. Repeating the call changes nothing further, not even `updatedAt`.
 *
 * @throws POST_NOT_FOUND when there is none or the actor may not change it; the two look alike.
 */
export async function updatePost(
  deps: Pick<PostsDeps, "clock" | "transact">,
  actor: Actor,
  { id, ...edit }: UpdatePost,
): Promise<Post> {
  return withFreeSlug((attempt) =>
    deps.transact(async ({ posts }) => {
      const post = await lockOwnPost(posts, actor, id);
      const next = edited(post, edit, deps.clock.now(), attempt);
      if (next !== post) await posts.save(next);
      return next;
    }),
  );
}
