import type { Paged, Slice, UnitOfWork } from "@ashlar/kernel";
import type { Post } from "../domain/post.ts";
import type { PostGroup } from "../domain/visible-posts.ts";

export type Author = { readonly id: string; readonly name: string };

/** A post as it is read: its author is there when it was asked for. */
export type ReadPost = Post & { readonly author?: Author };

export type PostOrder = {
  /** A draft has no `publishedAt` and sorts as if it were published after all others. */
  readonly sort: "createdAt" | "publishedAt";
  readonly order: "asc" | "desc";
};

export type PostList = PostOrder &
  Slice & {
    /** Disjoint; empty for an empty list. */
    readonly groups: readonly PostGroup[];
    /** Words to find in title and body, in the syntax of a web search. */
    readonly words?: string | undefined;
    readonly withAuthor: boolean;
  };

export type PostReader = {
  /** Reads a post with its author, whatever its status. */
  readonly find: (postId: string) => Promise<ReadPost | null>;
  /** As `find`, by the slug. */
  readonly findBySlug: (slug: string) => Promise<ReadPost | null>;
  /**
   * Reads a page; ties are broken by id in the same direction.
   *
   * @throws VALIDATION_FAILED naming `cursor` when it is malformed, of another order, or beside a page number.
   */
  readonly list: (list: PostList) => Promise<Paged<ReadPost>>;
};

export type PostWriter = {
  /** Reads a post and keeps others from changing it until the unit of work ends. */
  readonly lock: (postId: string) => Promise<Post | null>;
  /** @throws SlugTaken when another post has the slug; the unit of work is then lost. */
  readonly insert: (post: Post) => Promise<void>;
  /** Replaces what an edit or a publication changes. @throws SlugTaken as `insert`. */
  readonly save: (post: Post) => Promise<void>;
  readonly remove: (postId: string) => Promise<void>;
};

/** What the use cases of posts are given. */
export type PostsDeps = {
  readonly clock: { readonly now: () => Date };
  readonly reader: PostReader;
  readonly transact: UnitOfWork<{ readonly posts: PostWriter }>;
};
