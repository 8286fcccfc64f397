import { setTimeout as wait } from "node:timers/promises";
import { PgDialect } from "drizzle-orm/pg-core";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import { countedStatements, type StatementFigures, statementTally } from "../driver/counted-statements.ts";
import { deadline } from "../driver/deadline.ts";
import { driverClient } from "../driver/driver-client.ts";
import { preparedTexts } from "../driver/prepared-texts.ts";
import { readStatements } from "../driver/read-statements.ts";
import { drizzleOn } from "../driver/statement-session.ts";
import { tracedStatements } from "../driver/traced-statements.ts";
import { translatedError } from "../errors/translated-error.ts";
import { asDatabase, type Database } from "./database.ts";
import { type Listener, listenOn } from "./listen.ts";
import { type Transact, transactOn } from "./transact.ts";
import { type WriterFigures, writerPool } from "./writer-pool.ts";

export type DatabaseOptions = ConnectionSettings & {
  /** Shared by all reads, many in flight on each. Default 3: more are slower (docs/benchmarks.md). */
  readonly readConnections?: number;
  /** One transaction each. Default 10. */
  readonly writeConnections?: number;
  /** How long a transaction waits for a connection. Default 5,000. */
  readonly acquireTimeoutMs?: number;
};

export type PoolStats = {
  readonly read: { readonly connections: number } & StatementFigures;
  readonly write: { readonly connections: number } & StatementFigures & WriterFigures;
};

export type DatabaseConnection = {
  readonly read: Database;
  readonly transact: Transact;
  /** Hears a channel until closed; see `listenOn` for what a reconnect loses and `onListening` repairs. */
  readonly listen: (
    channel: string,
    onMessage: (payload: string) => void,
    onListening?: () => void,
  ) => Promise<Listener>;
  /** One round trip. @throws Unavailable when the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly stats: () => PoolStats;
  /** Lets running statements end for at most `graceMs` (default 5,000), then closes every connection. */
  readonly close: (graceMs?: number) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Opens the pools of one PostgreSQL; connections are made when first used.
 *
 * Reads share a few connections, transactions have one each. Every statement has a deadline: the server's own
 * timeouts, the request's signal, and for a server that has vanished the silence timeout.
 */
export function openDatabase(options: DatabaseOptions): DatabaseConnection {
  const { readConnections = 3, writeConnections = 10, acquireTimeoutMs = 5_000 } = options;
  const reader = driverClient({ ...options, connections: readConnections, readOnly: true });
  const writer = driverClient({ ...options, connections: writeConnections });
  const dialect = new PgDialect({ casing: "snake_case" });
  const reads = readStatements(reader, preparedTexts(), deadline());
  const writers = writerPool(writer, acquireTimeoutMs, deadline());
  const listeners = new Set<Listener>();
  const readTally = statementTally();
  const writeTally = statementTally();
  const run = countedStatements(reads, readTally);
  const close = async (graceMs = 5_000): Promise<void> => {
    const giveUpAt = performance.now() + graceMs;
    await Promise.all([...listeners].map((listener) => listener.close()));
    while (readTally.inFlight + writers.figures().inUse > 0 && performance.now() < giveUpAt) await wait(5);
    await Promise.all([reader.end({ timeout: 0 }), writer.end({ timeout: 0 })]);
  };
  return {
    read: asDatabase(drizzleOn(dialect, tracedStatements(run))),
    transact: transactOn({ dialect, writers, isPrepared: preparedTexts(), tally: writeTally }),
    listen: async (channel, onMessage, onListening = () => undefined) => {
      const listener = await listenOn(options, channel, onMessage, onListening).catch((error: unknown) => {
        throw translatedError(error);
      });
      listeners.add(listener);
      return listener;
    },
    ping: async () => {
      await Promise.resolve(run("select 1", [], "arrays")).catch((error: unknown) => {
        throw translatedError(error);
      });
    },
    stats: () => ({
      read: { connections: readConnections, ...readTally },
      write: { connections: writeConnections, ...writeTally, ...writers.figures() },
    }),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
