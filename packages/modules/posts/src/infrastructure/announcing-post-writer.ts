import type { CacheChanges } from "@ashlar/cache";
import type { Transaction } from "@ashlar/database";
import type { PostWriter } from "../application/ports.ts";
import { postListTag, postTag } from "./post-tags.ts";

/** Writes posts and ends what is cached of them, in every process and with the commit. */
export const announcingPostWriter = (
  writer: PostWriter,
  tx: Transaction,
  cache: CacheChanges,
): PostWriter => {
  const changed = (postId: string): Promise<void> => cache.withCommit(tx, [postTag(postId), postListTag]);
  return {
    lock: writer.lock,
    insert: async (post) => {
      await writer.insert(post);
      await changed(post.id);
    },
    save: async (post) => {
      await writer.save(post);
      await changed(post.id);
    },
    remove: async (postId) => {
      await writer.remove(postId);
      await changed(postId);
    },
  };
};
