import { setTimeout as wait } from "node:timers/promises";
import { currentRequestScope, inSpan, jitteredDelayMs, Unavailable } from "@ashlar/kernel";
import type { SQL } from "drizzle-orm";
import type { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { countedStatements, type StatementTally } from "../driver/counted-statements.ts";
import { drizzleOn, type RunStatement } from "../driver/statement-session.ts";
import { tracedStatements } from "../driver/traced-statements.ts";
import { DatabaseError } from "../errors/database-error.ts";
import { sqlStateOf } from "../errors/sql-state.ts";
import { sqlStateRule } from "../errors/sql-state-rule.ts";
import { runAfterCommit } from "./after-commit.ts";
import { asTransaction, type Transaction } from "./database.ts";
import { noteCommit } from "./note-commit.ts";
import { transactionStatements } from "./transaction-statements.ts";
import type { WriterPool } from "./writer-pool.ts";

export type TransactOptions = {
  /** Default `read committed`. */
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  /** Tries in all when transactions collide; 1 or more, default 5. */
  readonly attempts?: number;
  /**
   * Statements to end with, asked for when the work is done and sent together with COMMIT. Nobody sees their rows;
   * one that fails fails the transaction.
   */
  readonly closing?: () => readonly SQL[];
};

/**
 * Runs `work` in a transaction: all of it commits, or none.
 *
 * `work` runs again, from its start and in a new transaction, when the database reports a collision (such as 40001)
 * or a plan made stale by a migration; so it must have no effect outside the transaction. It never runs again
 * once COMMIT was sent and its answer lost.
 *
 * @throws Unavailable when the database cannot serve, the request ends, or every attempt collided; with
 *   `outcomeUnknown` when the answer to COMMIT was lost.
 * @throws what `work` throws, after a rollback.
 */
export type Transact = <Result>(
  work: (tx: Transaction) => Promise<Result>,
  options?: TransactOptions,
) => Promise<Result>;

type Deps = {
  readonly dialect: PgDialect;
  readonly writers: WriterPool;
  readonly isPrepared: (text: string) => boolean;
  readonly tally: StatementTally;
  /** Whether requests are told where in the log their commits stand, for reads from replicas. */
  readonly locatesCommits: boolean;
};

export function transactOn(deps: Deps): Transact {
  return async (work, { isolation, attempts = 5, closing = () => [] } = {}) => {
    const begin = isolation ? `begin isolation level ${isolation}` : "begin";
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await inSpan(transaction, () => attemptOnce(deps, begin, work, closing));
      if (outcome.isCommitted) return outcome.result;
      if (!outcome.isCollision) throw outcome.error;
      if (attempt >= attempts) {
        throw new Unavailable("The change kept colliding with others.", { cause: outcome.error });
      }
      await wait(jitteredDelayMs(attempt, 10, 200));
    }
  };
}

const transaction = { name: "transaction", kind: "internal" } as const;

type Outcome<Result> =
  | { readonly isCommitted: true; readonly result: Result }
  | { readonly isCommitted: false; readonly isCollision: boolean; readonly error: unknown };

async function attemptOnce<Result>(
  { dialect, writers, isPrepared, tally, locatesCommits }: Deps,
  begin: string,
  work: (tx: Transaction) => Promise<Result>,
  closing: () => readonly SQL[],
): Promise<Outcome<Result>> {
  const connection = await writers.acquire();
  const statements = transactionStatements(connection, begin, isPrepared);
  const watched = (run: RunStatement): RunStatement => tracedStatements(countedStatements(run, tally));
  const last = watched(statements.runLast);
  const tx = asTransaction(drizzleOn(dialect, watched(statements.run)));
  try {
    const result = await work(tx);
    const ending = closing().map((statement) => dialect.sqlToQuery(statement));
    const commit = await statements.commit(
      ending.map(
        ({ sql, params }) =>
          () =>
            last(sql, params, "objects"),
      ),
      locatesCommits && currentRequestScope()?.readAfter !== undefined,
    );
    if (commit) noteCommit(commit.positionBytes);
    runAfterCommit(tx);
    return { isCommitted: true, result };
  } catch (error) {
    await statements.rollback();
    const isUnknown = error instanceof Unavailable && error.outcomeUnknown;
    if (isUnknown) noteCommit(null);
    const isCollision = !isUnknown && (collided(statements.failure()) || collided(error));
    return { isCommitted: false, isCollision, error };
  } finally {
    connection.release();
  }
}

function collided(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined && sqlStateRule(sqlState).meaning === "collision") return true;
  // A prepared statement whose result changed under it; it is prepared again on the next attempt.
  return sqlState === "0A000" && routineOf(error) === "RevalidateCachedQuery";
}

function routineOf(error: unknown): string | undefined {
  if (error instanceof DatabaseError || error instanceof postgres.PostgresError) return error.routine;
  return undefined;
}
