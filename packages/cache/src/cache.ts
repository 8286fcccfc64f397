import type { Transaction } from "@ashlar/database";

/** What a read is kept under. */
export type Kept = {
  /** Names the read with all its parameters. */
  readonly key: string;
  /** What the value was made from: a change of any of these ends it. Letters, digits, `:` and `-`. */
  readonly tags: readonly string[];
};

/** Reads through the cache. */
export type CachedReads = {
  /**
   * Answers from the cache, or reads; callers that miss at the same time share one read.
   *
   * A caller that committed within the last seconds, or of which nothing is known, reads past the cache; so does
   * everybody while changes made by other processes cannot be heard.
   *
   * @param read - Runs outside the request that asked first, since others wait for it as well.
   * @param isPublic - Whether the value may leave this process, for the shared level; default yes.
   * @returns A value that others hold too: not to be changed.
   * @throws what `read` throws; failures are not kept.
   */
  readonly through: <Value>(
    kept: Kept,
    read: () => Promise<Value>,
    isPublic?: (value: Value) => boolean,
  ) => Promise<Value>;
};

/** Ends what was kept, in every process, when a transaction commits. */
export type CacheChanges = {
  /** As part of the transaction: other processes are told even if this one dies. Such commits wait for one another. */
  readonly withCommit: (tx: Transaction, tags: readonly string[]) => Promise<void>;
  /**
   * Right after the commit: commits do not wait for one another. If this process dies in between, others continue with
   * what they have until its time is over.
   */
  readonly afterCommit: (tx: Transaction, tags: readonly string[]) => void;
};

/** Totals count from the start of the process. */
export type CacheStats = {
  /** Also of those who waited for somebody else's read. */
  readonly hits: number;
  /** Each asked the shared level, where there is one, or the database. */
  readonly misses: number;
  /** Misses that the shared level had. */
  readonly sharedHits: number;
  /** Reads past the cache. */
  readonly bypasses: number;
  /** Changes of a tag that this process has made or heard of. */
  readonly changes: number;
  /** What the kept values take of this process's memory now, as estimated. */
  readonly heldBytes: number;
};

export type Cache = CachedReads &
  CacheChanges & {
    readonly stats: () => CacheStats;
    readonly close: () => Promise<void>;
  };
