import { plannedLimitOf } from "@ashlar/database";
import type { PostList, PostOrder } from "../application/ports.ts";
import type { PostStatus } from "../domain/post.ts";

/**
 * What decides the text of a list's statement; everything else is a parameter.
 *
 * There are at most 900 shapes, and a handful in use.
 */
export type PostListShape = PostOrder & {
  readonly groups: readonly { readonly status: PostStatus; readonly isOfOneAuthor: boolean }[];
  readonly withAuthor: boolean;
  readonly isAfterCursor: boolean;
  readonly hasWords: boolean;
  /** As a constant; null for a parameter. */
  readonly limit: number | null;
};

export const shapeOf = (list: PostList): PostListShape => ({
  groups: list.groups.map(({ status, authorId }) => ({ status, isOfOneAuthor: authorId !== null })),
  sort: list.sort,
  order: list.order,
  withAuthor: list.withAuthor,
  isAfterCursor: list.cursor !== undefined,
  hasWords: list.words !== undefined,
  limit: plannedLimitOf(list),
});

/** A text that is equal for equal shapes; written without the shape, since it stands on the hot path. */
export function shapeKeyOf(list: PostList): string {
  let key = list.sort + list.order;
  for (const { status, authorId } of list.groups) key += authorId === null ? `|${status}` : `|${status}*`;
  if (list.withAuthor) key += "|author";
  if (list.cursor !== undefined) key += "|after";
  if (list.words !== undefined) key += "|words";
  const limit = plannedLimitOf(list);
  return limit === null ? key : `${key}|${limit}`;
}
