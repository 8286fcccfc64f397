/** How the requests of a process stand; totals count from its start. */
export type RequestStats = {
  readonly running: number;
  readonly waiting: number;
  readonly streams: number;
  /** Refused because too many were in progress. */
  readonly refused: number;
  /** Ended by a fault before or outside any call. */
  readonly failed: number;
  /** Bodies that have not arrived whole. */
  readonly awaitedBodies: number;
  /** Refused for a reason that is the caller's, by code. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Answers by the first digit of their status. */
  readonly answers: Readonly<Record<string, number>>;
};

type StatementFigures = {
  readonly connections: number;
  readonly inFlight: number;
  readonly statements: number;
  readonly failures: number;
  readonly totalMs: number;
};

/** How the database pools stand; totals count from the start of the process. */
export type PoolStats = {
  readonly read: StatementFigures;
  readonly write: StatementFigures & {
    readonly inUse: number;
    readonly waiting: number;
    readonly transactions: number;
    readonly waitedMs: number;
    readonly heldMs: number;
  };
  readonly spread: {
    readonly replicas: readonly {
      readonly name: string;
      readonly isUsed: boolean;
      readonly lagBytes: number | null;
      readonly lagMs: number | null;
      readonly reads: number;
    }[];
    readonly waits: number;
    readonly skipped: number;
  };
};

/** How the cache was used, and what it holds now; totals count from the start of the process. */
export type CacheStats = {
  readonly hits: number;
  readonly misses: number;
  readonly sharedHits: number;
  readonly bypasses: number;
  readonly changes: number;
  readonly heldBytes: number;
};

/** How a queue stands in the database, for all processes together. */
export type QueueStats = {
  readonly queue: string;
  readonly ready: number;
  readonly delayed: number;
  readonly running: number;
  readonly dead: number;
  readonly lagMs: number;
};

export type PeerStats = {
  readonly peer: string;
  readonly breaker: "closed" | "open" | "half-open";
  readonly inFlight: number;
  readonly queued: number;
};

export type DeprecatedStats = { readonly calls: number; readonly callers: number };

/** Where figures are asked for at each scrape; what a process does not have is left out. */
export type MetricSources = {
  readonly requests?: () => RequestStats;
  readonly pools?: () => PoolStats;
  readonly cache?: () => CacheStats;
  readonly queues?: () => Promise<readonly QueueStats[]>;
  readonly outboxLagMs?: () => Promise<number>;
  readonly peers?: () => readonly PeerStats[];
  /** By procedure. */
  readonly deprecated?: () => ReadonlyMap<string, DeprecatedStats>;
  /** Jobs that this process works on. */
  readonly jobsInProgress?: () => number;
  /** Since the start of the process. */
  readonly droppedLogLines?: () => number;
};
