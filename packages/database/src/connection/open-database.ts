import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@ashlar/kernel";
import { PgDialect } from "drizzle-orm/pg-core";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import { countedStatements, type StatementFigures, statementTally } from "../driver/counted-statements.ts";
import { deadline } from "../driver/deadline.ts";
import { driverClient } from "../driver/driver-client.ts";
import { preparedTexts } from "../driver/prepared-texts.ts";
import { drizzleOn } from "../driver/statement-session.ts";
import { tracedStatements } from "../driver/traced-statements.ts";
import { translatedError } from "../errors/translated-error.ts";
import { readLanes } from "../lanes/read-lanes.ts";
import { endOfLog } from "../replicas/end-of-log.ts";
import { parseLogPosition } from "../replicas/log-position.ts";
import { openReplica } from "../replicas/replica.ts";
import { type ReplicaSetStats, replicaSet } from "../replicas/replica-set.ts";
import { spreadStatements } from "../replicas/spread-statements.ts";
import { asDatabase, type Database } from "./database.ts";
import { type Listener, listenOn } from "./listen.ts";
import { primaryProbe } from "./primary-probe.ts";
import { type Transact, transactOn } from "./transact.ts";
import { type WriterStats, writerPool } from "./writer-pool.ts";

export type DatabaseOptions = ConnectionSettings & {
  /** Shared by all reads, many in flight on each. Default 3: more are slower (docs/benchmarks.md). */
  readonly readConnections?: number;
  /** Further ones for reading, open only while reads are slow or wait for a lock. Default 6. */
  readonly spareReadConnections?: number;
  /**
   * The server gives up a read that waits for a lock after this. Default 500: it has a connection meanwhile, and a lock
   * that is held for longer is likely held for much longer.
   */
  readonly readLockTimeoutMs?: number;
  /** One transaction each. Default 10. */
  readonly writeConnections?: number;
  /** How long a transaction waits for a connection. Default 5,000. */
  readonly acquireTimeoutMs?: number;
  /** Streaming replicas, each URL of one server; reads of requests are spread over them. Default none. */
  readonly replicaUrls?: readonly string[];
  readonly log?: Log;
};

export type PoolStats = {
  readonly read: { readonly connections: number } & StatementFigures;
  readonly write: { readonly connections: number } & StatementFigures & WriterStats;
  /** Totals count from the start of the process; without replicas there are none. */
  readonly spread: ReplicaSetStats;
};

export type DatabaseConnection = {
  readonly read: Database;
  /**
   * As `read`, answered by a replica where one has everything that the request's caller has written; the primary
   * otherwise, outside requests and where there are no replicas. Up to 5 s behind what others have written: not for
   * what decides who may do what.
   */
  readonly readReplica: Database;
  /**
   * As `read`, on a connection of its own: for what every call waits for, which is who is calling.
   */
  readonly readVital: Database;
  readonly transact: Transact;
  /** Hears a channel until closed; see `listenOn` for what a reconnect loses and `onListening` repairs. */
  readonly listen: (
    channel: string,
    onMessage: (payload: string) => void,
    onListening?: () => void,
    onLost?: () => void,
  ) => Promise<Listener>;
  /** One round trip, which waits for no other read. @throws Unavailable when the database does not answer. */
  readonly ping: () => Promise<void>;
  /** As `PrimaryProbe.ask`: whether requests should be sent to a process with this database. */
  readonly requireWritable: () => Promise<void>;
  readonly stats: () => PoolStats;
  /** Lets running statements end for at most `graceMs` (default 5,000), then closes every connection. */
  readonly close: (graceMs?: number) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Opens the pools of one PostgreSQL; connections are made when first used.
 *
 * Reads share a few connections, and leave those on which one of them is stuck; transactions have one each. Every
 * statement has a deadline: the server's own timeouts, the request's signal, and for a server that has vanished the
 * silence timeout.
 */
export function openDatabase(options: DatabaseOptions): DatabaseConnection {
  const { readConnections = 3, writeConnections = 10, acquireTimeoutMs = 5_000, replicaUrls = [] } = options;
  const { spareReadConnections = 6 } = options;
  const lanes = readLanes({ ...options, shared: readConnections, spare: spareReadConnections });
  const dialect = new PgDialect({ casing: "snake_case" });
  const writers = writerPool(
    () => driverClient({ ...options, connections: writeConnections }),
    acquireTimeoutMs,
    deadline(),
  );
  const probe = primaryProbe(options);
  const listeners = new Set<Listener>();
  const readTally = statementTally();
  const writeTally = statementTally();
  const run = countedStatements(lanes.run, readTally);
  const runVital = countedStatements(lanes.runVital, readTally);
  const primaryPosition = async (): Promise<bigint> => {
    const [row] = await lanes.runVital(endOfLog, [], "arrays");
    // Sound: the statement has one row of one text.
    return parseLogPosition((row as readonly string[])[0] ?? "") ?? 0n;
  };
  const replicas =
    replicaUrls.length === 0
      ? null
      : replicaSet({
          replicas: replicaUrls.map((url) =>
            openReplica({ ...options, url }, readConnections, spareReadConnections),
          ),
          primaryPosition,
          log: options.log,
        });
  const spread = replicas ? spreadStatements({ primary: lanes.run, primaryPosition, replicas }) : lanes.run;
  const read = asDatabase(drizzleOn(dialect, tracedStatements(run)));
  const close = async (graceMs = 5_000): Promise<void> => {
    const giveUpAt = performance.now() + graceMs;
    await Promise.all([...listeners].map((listener) => listener.close()));
    while (readTally.inFlight + writers.stats().inUse > 0 && performance.now() < giveUpAt) await wait(5);
    await Promise.all([lanes.close(), writers.close(), probe.close(), replicas?.close()]);
  };
  return {
    read,
    readReplica: replicas
      ? asDatabase(drizzleOn(dialect, tracedStatements(countedStatements(spread, readTally))))
      : read,
    readVital: asDatabase(drizzleOn(dialect, tracedStatements(runVital))),
    transact: transactOn({
      dialect,
      writers,
      isPrepared: preparedTexts(),
      tally: writeTally,
      locatesCommits: replicas !== null,
    }),
    listen: async (channel, onMessage, onListening = () => undefined, onLost = () => undefined) => {
      const heard = { channel, onMessage, onListening, onLost };
      const listener = await listenOn(options, heard).catch((error: unknown) => {
        throw translatedError(error);
      });
      listeners.add(listener);
      return listener;
    },
    ping: async () => {
      await Promise.resolve(runVital("select 1", [], "arrays")).catch((error: unknown) => {
        throw translatedError(error);
      });
    },
    requireWritable: probe.ask,
    stats: () => ({
      read: { connections: readConnections, ...readTally },
      write: { connections: writeConnections, ...writeTally, ...writers.stats() },
      spread: replicas?.stats() ?? { replicas: [], waits: 0, skipped: 0 },
    }),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
