import type { Actor, Paged, Slice } from "@ashlar/kernel";
import { type PostFilter, visiblePosts } from "../domain/visible-posts.ts";
import type { PostOrder, PostsDeps, ReadPost } from "./ports.ts";

export type ListPosts = PostOrder &
  Slice & {
    readonly filter?: PostFilter | undefined;
    readonly include: readonly "author"[];
    readonly q?: string | undefined;
  };

/**
 * Lists published posts and the viewer's own drafts; all drafts to a holder of `posts:read`.
 *
 * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
 */
export async function listPosts(
  deps: Pick<PostsDeps, "reader">,
  viewer: Actor | null,
  asked: ListPosts,
): Promise<Paged<ReadPost>> {
  return deps.reader.list({
    groups: visiblePosts(viewer, asked.filter ?? {}),
    words: asked.q,
    withAuthor: asked.include.length > 0,
    sort: asked.sort,
    order: asked.order,
    limit: asked.limit,
    page: asked.page,
    cursor: asked.cursor,
  });
}
