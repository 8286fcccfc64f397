import type { RunStatement } from "./statement-session.ts";

/** What a pool's statements came to, since the process started. */
export type StatementFigures = {
  readonly inFlight: number;
  readonly statements: number;
  readonly failures: number;
  /** From sent to answered, summed. */
  readonly totalMs: number;
};

export type StatementTally = { -readonly [Name in keyof StatementFigures]: StatementFigures[Name] };

export const statementTally = (): StatementTally => ({ inFlight: 0, statements: 0, failures: 0, totalMs: 0 });

/** Counts every statement and how long its answer took, in a tally that several runs may share. */
export const countedStatements =
  (run: RunStatement, tally: StatementTally): RunStatement =>
  async (text, parameters, rows) => {
    const startedMs = performance.now();
    tally.inFlight += 1;
    try {
      return await run(text, parameters, rows);
    } catch (error) {
      tally.failures += 1;
      throw error;
    } finally {
      tally.inFlight -= 1;
      tally.statements += 1;
      tally.totalMs += performance.now() - startedMs;
    }
  };
