import { Unavailable } from "@ashlar/kernel";
import { deadline, endedRequest } from "../driver/deadline.ts";
import { type DriverRows, sendStatement } from "../driver/send-statement.ts";
import type { RunStatement } from "../driver/statement-session.ts";
import { isConnectionLoss, translatedError } from "../errors/translated-error.ts";
import type { WriterConnection } from "./writer-pool.ts";

/** The statements of one transaction on one connection. */
export type TransactionStatements = {
  readonly run: RunStatement;
  /** @throws Unavailable with `outcomeUnknown` when COMMIT was sent and its answer lost. */
  readonly commit: () => Promise<void>;
  /** Undoes what is open; when the server cannot say so, destroys the connection. Never throws. */
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

  const send = async (
    text: string,
    parameters: readonly unknown[],
    rows: "arrays" | "objects",
    withBegin?: string,
  ): Promise<DriverRows> => {
    if (isEnded) throw new Error("The transaction has ended; a statement was not awaited inside it.");
    const signal = cancellation.signal();
    const prepare = isPrepared(text);
    const query = sendStatement(connection, text, parameters, { rows, prepare, begin: withBegin });
    const followed = signal && cancellation.follow(signal, query);
    try {
      return await query;
    } catch (error) {
      if (!failed) failure = error;
      failed = true;
      throw signal?.aborted ? endedRequest(signal) : error;
    } finally {
      followed?.done();
    }
  };
  const run: RunStatement = async (text, parameters, rows) => {
    if (opening !== undefined) {
      await opening;
      if (failed) throw failure;
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
  return {
    run,
    failure: () => failure,
    commit: async () => {
      if (opening === undefined) return;
      await opening;
      if (failed) throw translatedError(failure);
      cancellation.signal();
      const answer = await end("commit").catch((error: unknown) => {
        throw isConnectionLoss(error) ? unknownOutcome(error) : translatedError(error, "commit");
      });
      // PostgreSQL answers the COMMIT of an aborted transaction with ROLLBACK, and no error.
      if (answer.command !== "COMMIT") throw new Error("The transaction was rolled back by the server.");
    },
    rollback: async () => {
      if (opening === undefined) return;
      isEnded = true;
      await opening;
      await cancellation.settled();
      await end("rollback").catch(() => connection.discard());
    },
  };
}

const unknownOutcome = (cause: unknown): Unavailable =>
  new Unavailable("The database went away while it committed; whether it did is not known.", {
    cause,
    outcomeUnknown: true,
  });
