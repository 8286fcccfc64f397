import type { Actor } from "@ashlar/kernel";
import { postErrors } from "../domain/errors.ts";
import { mayRead } from "../domain/may-read.ts";
import type { PostsDeps, ReadPost } from "./ports.ts";

/**
 * Reads a post with its author by its slug, which a published post keeps.
 *
 * @throws SLUG_NOT_FOUND when no post has it or it is a draft that the viewer may not see; the two look alike.
 */
export async function getPostBySlug(
  deps: Pick<PostsDeps, "reader">,
  viewer: Actor | null,
  { slug }: { readonly slug: string },
): Promise<ReadPost> {
  const post = await deps.reader.findBySlug(slug);
  if (post === null || !mayRead(viewer, post)) throw postErrors.SLUG_NOT_FOUND({ slug });
  return post;
}
