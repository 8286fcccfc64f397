import type { PostStatus } from "@ashlar/contracts/vocabulary";

export type { PostStatus };

export type Post = {
  readonly id: string;
  readonly authorId: string;
  /** 1–200 characters, one line. */
  readonly title: string;
  /** Unique among all posts; ASCII words joined by hyphens. */
  readonly slug: string;
  /** 1–50,000 characters. */
  readonly body: string;
  readonly status: PostStatus;
  /** Null exactly as long as the post is a draft. */
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};
