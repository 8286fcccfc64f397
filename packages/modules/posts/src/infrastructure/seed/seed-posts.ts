import type { DatabaseConnection } from "@ashlar/database";
import { posts } from "../tables.ts";
import { inventedPost } from "./invented-post.ts";
import type { Random } from "./post-text.ts";

/** Rows of one insert and one transaction. */
const BATCH_ROWS = 500;

export type SeedPosts = {
  /** 0 or more. */
  readonly count: number;
  /** Users that exist; at least one. Those at the front write the most. */
  readonly authorIds: readonly string[];
  readonly random: Random;
  /** The newest moment of a post. Default: now. */
  readonly now?: Date;
  /** Called after each batch with the posts written so far. */
  readonly onProgress?: (done: number) => void;
};

/**
 * Writes made-up posts in batches, each in a transaction of its own: an interruption keeps the batches before it.
 *
 * @throws RangeError without an author.
 */
export async function seedPosts(
  database: Pick<DatabaseConnection, "transact">,
  { count, authorIds, random, now = new Date(), onProgress }: SeedPosts,
): Promise<void> {
  if (count > 0 && authorIds.length === 0) throw new RangeError("Posts need at least one author.");
  for (let done = 0; done < count; ) {
    const length = Math.min(BATCH_ROWS, count - done);
    const batch = Array.from({ length }, () => inventedPost(authorIds, random, now));
    await database.transact((tx) => tx.insert(posts).values(batch));
    done += length;
    onProgress?.(done);
  }
}
