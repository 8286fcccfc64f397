import { type Cache, openCache } from "@ashlar/cache";
import { type DatabaseConnection, databaseClock, openDatabase } from "@ashlar/database";
import type { Clock, Log } from "@ashlar/kernel";

export type DataConfig = {
  readonly databaseUrl: string;
  /** The same database as a role that may remove rows of append-only tables; default none. */
  readonly retentionUrl?: string | undefined;
  readonly log: Log;
  /** For tests; default: the database's, see docs/decisions/136-the-clock-of-the-database.md. */
  readonly clock?: Clock;
  /** Streaming replicas, each URL of one server, that answer reads of posts and products; default none. */
  readonly replicaUrls?: readonly string[];
  /** Connections of this process for transactions, one each; default 10. */
  readonly writeConnections?: number;
  /** Whether posts and products are read through a cache; the same for every process. Default false. */
  readonly isCached?: boolean;
  /** What cached values may take of this process's memory; default 64 MiB. */
  readonly maximumCacheBytes?: number;
  /** Budgets and cached values lie there for all processes together; without it each process has its own. */
  readonly redisUrl?: string | undefined;
};

export type OpenData = {
  readonly database: DatabaseConnection;
  readonly retentionDatabase: DatabaseConnection | undefined;
  readonly cache: Cache | undefined;
  /** The database's, unless the configuration has another. */
  readonly clock: Clock;
  readonly close: () => Promise<void>;
};

/**
 * A transaction that says nothing for this long loses its locks: its process is frozen, or its machine gone. Less than
 * the lock timeout of 5 s, so whoever waits for the locks gets them. Jobs set their own.
 */
const abandonedMs = 4_000;

/** Opens what the modules read and write. @throws Unavailable when a cache is asked for and the database is away. */
export async function openData(config: DataConfig): Promise<OpenData> {
  const { databaseUrl: url, replicaUrls = [], isCached = false, maximumCacheBytes, redisUrl, log } = config;
  const { writeConnections } = config;
  const database = openDatabase({
    url,
    replicaUrls,
    ...(writeConnections !== undefined && { writeConnections }),
    idleInTransactionTimeoutMs: abandonedMs,
    applicationName: "ashlar",
    log,
  });
  const { clock, close: closeClock } = await sharedClock(config, database);
  const cache = isCached
    ? await openCache({ database, log, redisUrl, maximumBytes: maximumCacheBytes })
    : undefined;
  const retentionDatabase =
    config.retentionUrl === undefined
      ? undefined
      : openDatabase({ url: config.retentionUrl, applicationName: "ashlar retention", writeConnections: 1 });
  return {
    database,
    retentionDatabase,
    cache,
    clock,
    close: async () => {
      closeClock();
      await cache?.close();
      await Promise.all([database.close(), retentionDatabase?.close()]);
    },
  };
}

const sharedClock = async ({ clock, log }: DataConfig, database: DatabaseConnection) =>
  clock
    ? { clock, close: () => undefined }
    : databaseClock(database, log).then((own) => ({ clock: own, close: own.close }));
