import { holds } from "@ashlar/contracts/vocabulary";
import type { Actor } from "@ashlar/kernel";
import type { PostStatus } from "./post.ts";

/** Posts of one status, of one author or of all. */
export type PostGroup = { readonly status: PostStatus; readonly authorId: string | null };

/** What a list is asked for. */
export type PostFilter = {
  readonly status?: PostStatus | undefined;
  readonly authorId?: string | undefined;
};

/**
 * The posts that match the filter and that the viewer may see, as at most one group of published posts and one of
 * drafts; none of a kind that the viewer may not see.
 *
 * Groups are disjoint and each is one range of an index, so a list is a merge of at most two ordered ranges.
 */
export function visiblePosts(viewer: Actor | null, filter: PostFilter): readonly PostGroup[] {
  const authorId = filter.authorId ?? null;
  const groups: PostGroup[] = [];
  if (filter.status !== "draft") groups.push({ status: "published", authorId });
  if (filter.status === "published" || viewer === null) return groups;
  if (holds(viewer, "posts:read")) groups.push({ status: "draft", authorId });
  else if (authorId === null || authorId === viewer.userId)
    groups.push({ status: "draft", authorId: viewer.userId });
  return groups;
}
