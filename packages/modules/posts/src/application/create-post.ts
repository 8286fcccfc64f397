import { type Actor, uuidV7 } from "@ashlar/kernel";
import { drafted, type Writing } from "../domain/drafted.ts";
import type { Post } from "../domain/post.ts";
import type { PostsDeps } from "./ports.ts";
import { withFreeSlug } from "./with-free-slug.ts";

/** Writes a draft of the actor's own, with a slug that no other post has. */
export async function createPost(
  deps: Pick<PostsDeps, "clock" | "transact">,
  actor: Actor,
  writing: Writing,
): Promise<Post> {
  const id = uuidV7();
  return withFreeSlug((attempt) =>
    deps.transact(async ({ posts }) => {
      const post = drafted(id, actor.userId, writing, deps.clock.now(), attempt);
      await posts.insert(post);
      return post;
    }),
  );
}
