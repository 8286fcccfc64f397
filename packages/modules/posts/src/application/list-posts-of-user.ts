import type { Actor, Paged } from "@ashlar/kernel";
import type { PostStatus } from "../domain/post.ts";
import { type ListPosts, listPosts } from "./list-posts.ts";
import type { PostsDeps, ReadPost } from "./ports.ts";

export type ListPostsOfUser = Omit<ListPosts, "filter" | "q"> & {
  readonly userId: string;
  readonly filter?: { readonly status?: PostStatus | undefined } | undefined;
};

/**
 * Lists a user's published posts; to that user and to holders of `posts:read`, drafts too.
 *
 * An unknown user has none: the list does not tell who exists.
 *
 * @throws VALIDATION_FAILED as `listPosts`.
 */
export const listPostsOfUser = (
  deps: Pick<PostsDeps, "reader">,
  viewer: Actor | null,
  { userId, filter, ...asked }: ListPostsOfUser,
): Promise<Paged<ReadPost>> =>
  listPosts(deps, viewer, { ...asked, filter: { status: filter?.status, authorId: userId } });
