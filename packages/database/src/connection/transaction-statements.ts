import { Unavailable } from "@ashlar/kernel";
import { deadline, endedRequest } from "../driver/deadline.ts";
import { type DriverRows, sendStatement } from "../driver/send-statement.ts";
import type { RunStatement } from "../driver/statement-session.ts";
import { sqlStateOf } from "../errors/sql-state.ts";
import { sqlStateRule } from "../errors/sql-state-rule.ts";
import { isConnectionLoss, translatedError } from "../errors/translated-error.ts";
import { endOfLog } from "../replicas/end-of-log.ts";
import { parseLogPosition } from "../replicas/log-position.ts";
import type { WriterConnection } from "./writer-pool.ts";

/** Where a commit stands: a place in the log behind it, null when that is not known. */
type Committed = { readonly positionBytes: bigint | null };

/** The statements of one transaction on one connection. */
export type TransactionStatements = {
  readonly run: RunStatement;
  /** Sends a statement behind which only `commit` may come: it is not waited for, and no signal cancels it. */
  readonly runLast: RunStatement;
  /**
   * Commits, in one message with what `closing` sends by `runLast`: it costs no round trip of its own.
   *
   * @param isLocated - Whether to ask, in the same round trip, for a place in the log behind the commit.
   * @returns null when there was nothing to commit.
   * @throws what a closing statement fails with; the server has then rolled back.
   * @throws Unavailable with `outcomeUnknown` when COMMIT was sent and its answer lost.
   */
  readonly commit: (
    closing: readonly (() => PromiseLike<unknown>)[],
    isLocated: boolean,
  ) => Promise<Committed | null>;
  /** Undoes what is open; destroys the connection when the server cannot say so or is not one to write on. Never throws. */
  readonly rollback: () => Promise<void>;
  /** The first failure of a statement: PostgreSQL runs nothing after it, whatever the caller caught. */
  readonly failure: () => unknown;
};

/**
 * Opens a transaction with its first statement and keeps its rules.
 *
 * - BEGIN travels with the first statement in one message group: if it fails, that statement is skipped. The
 *   others wait until the first is answered, so none can run outside the transaction.
 * - After commit or rollback every statement is refused, so a forgotten `await` cannot write into the next
 *   transaction on the connection.
 * - Closing statements and COMMIT are handed to the driver in one turn, in order. If one of them fails, the server
 *   answers the COMMIT behind it with ROLLBACK.
 * - A cancelled statement is followed by ROLLBACK only when the cancellation has reached the server, so it cannot
 *   hit a later transaction.
 */
export function transactionStatements(
  connection: WriterConnection,
  begin: string,
  isPrepared: (text: string) => boolean,
): TransactionStatements {
  const cancellation = deadline();
  let opening: Promise<unknown> | undefined;
  let isEnded = false;
  let failed = false;
  let failure: unknown;
  // As the caller sees it, which knows when it was the request that ended.
  let thrown: unknown;

  const send = async (
    text: string,
    parameters: readonly unknown[],
    rows: "arrays" | "objects",
    withBegin?: string,
    isLast = false,
  ): Promise<DriverRows> => {
    if (isEnded) throw new Error("The transaction has ended; a statement was not awaited inside it.");
    // A cancellation on its way could hit what comes behind COMMIT on this connection.
    const signal = isLast ? undefined : cancellation.signal();
    const prepare = isPrepared(text);
    const query = sendStatement(connection, text, parameters, { rows, prepare, begin: withBegin });
    const followed = signal && cancellation.follow(signal, query);
    try {
      return await query;
    } catch (error) {
      const seen = signal?.aborted ? endedRequest(signal) : error;
      if (!failed) {
        failure = error;
        thrown = seen;
      }
      failed = true;
      throw seen;
    } finally {
      followed?.done();
    }
  };
  const run: RunStatement = async (text, parameters, rows) => {
    if (opening !== undefined) {
      await opening;
      if (failed) throw thrown;
      return send(text, parameters, rows);
    }
    const first = send(text, parameters, rows, begin);
    opening = first.catch(() => undefined);
    return first;
  };
  const end = async (command: "commit" | "rollback"): Promise<DriverRows> => {
    isEnded = true;
    return sendStatement(connection, command, [], { rows: "objects", prepare: true });
  };
  const runLast: RunStatement = async (text, parameters, rows) => {
    if (opening !== undefined) return send(text, parameters, rows, undefined, true);
    const first = send(text, parameters, rows, begin, true);
    opening = first.catch(() => undefined);
    return first;
  };
  return {
    run,
    runLast,
    failure: () => failure,
    commit: async (closing, isLocated) => {
      const behind = [...closing];
      // Alone in the transaction, the first opens it, and COMMIT must not run if BEGIN did not.
      if (opening === undefined) await behind.shift()?.();
      if (opening === undefined) return null;
      await opening;
      if (failed) throw translatedError(thrown);
      cancellation.signal();
      const closed = Promise.allSettled(behind.map((run) => run()));
      const committed = end("commit").catch((error: unknown) => {
        throw isConnectionLoss(error) ? unknownOutcome(error) : translatedError(error, "commit");
      });
      const locating = isLocated ? logPosition(connection) : null;
      const [closings, answer] = await Promise.all([closed, committed]);
      for (const one of closings) if (one.status === "rejected") throw translatedError(one.reason);
      // PostgreSQL answers the COMMIT of an aborted transaction with ROLLBACK, and no error.
      if (answer.command !== "COMMIT") throw new Error("The transaction was rolled back by the server.");
      return { positionBytes: await locating };
    },
    rollback: async () => {
      if (opening === undefined) return;
      isEnded = true;
      await opening;
      await cancellation.settled();
      if (sqlStateOf(failure) === readOnly) return connection.discardAll();
      if (isSpent(failure)) return connection.discard();
      await end("rollback").catch(() => connection.discard());
    },
  };
}

/** Where the log ends now, which is behind every commit that was answered; null when that cannot be had. */
const logPosition = (connection: WriterConnection): Promise<bigint | null> =>
  sendStatement(connection, endOfLog, [], { rows: "arrays", prepare: true }).then(
    // Sound: the statement has one row of one text.
    ([row]) => parseLogPosition((row as readonly string[])[0] ?? ""),
    () => null,
  );

/** The session began at a standby, or while the database was closed for writing. */
const readOnly = "25006";

function isSpent(failure: unknown): boolean {
  const sqlState = sqlStateOf(failure);
  return sqlState !== undefined && sqlStateRule(sqlState).isSpent;
}

const unknownOutcome = (cause: unknown): Unavailable =>
  new Unavailable("The database went away while it committed; whether it did is not known.", {
    cause,
    outcomeUnknown: true,
  });
