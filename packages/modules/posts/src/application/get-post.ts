import type { Actor } from "@ashlar/kernel";
import { postErrors } from "../domain/errors.ts";
import { mayRead } from "../domain/may-read.ts";
import type { PostsDeps, ReadPost } from "./ports.ts";

/**
 * Reads a post with its author.
 *
 * @throws POST_NOT_FOUND when there is none or it is a draft that the viewer may not see; the two look alike.
 */
export async function getPost(
  deps: Pick<PostsDeps, "reader">,
  viewer: Actor | null,
  { id }: { readonly id: string },
): Promise<ReadPost> {
  const post = await deps.reader.find(id);
  if (post === null || !mayRead(viewer, post)) throw postErrors.POST_NOT_FOUND({ postId: id });
  return post;
}
