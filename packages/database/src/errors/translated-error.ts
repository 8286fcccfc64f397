import { DomainError, Unavailable } from "@ashlar/kernel";
import postgres from "postgres";
import { DatabaseError } from "./database-error.ts";
import { InvalidValue } from "./invalid-value.ts";
import { sqlStateRule } from "./sql-state-rule.ts";

/** What the driver and Node call a server that cannot be reached, or a connection that is gone. */
const lostCodes = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECTION_SILENT",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ETIMEDOUT",
]);

/** Whether the error means that the connection, not the statement, failed. */
export const isConnectionLoss = (error: unknown): boolean => {
  if (error instanceof postgres.PostgresError) return /^(08|57P0[1-5]|40003)/.test(error.code);
  return error instanceof Error && "code" in error && lostCodes.has(String(error.code));
};

/**
 * Translates what the driver throws, once, for the whole system.
 *
 * - cannot serve now → `Unavailable` (503)
 * - a value that PostgreSQL cannot hold → `InvalidValue` (422)
 * - anything else of the server → `DatabaseError`, without parameters or rows
 *
 * @see sqlStateRule for the meaning of each SQLSTATE.
 */
export function translatedError(error: unknown, statement?: string): unknown {
  if (error instanceof DomainError || error instanceof Unavailable || error instanceof DatabaseError)
    return error;
  if (error instanceof postgres.PostgresError) return translatedServerError(error, statement);
  if (isConnectionLoss(error)) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "lost";
    return new Unavailable(`The database cannot be reached (${code}).`, { cause: error });
  }
  return error;
}

function translatedServerError(error: postgres.PostgresError, statement: string | undefined): Error {
  const fields = {
    sqlState: error.code,
    constraint: error.constraint_name,
    table: error.table_name,
    column: error.column_name,
    routine: error.routine,
    statement,
  };
  const { meaning } = sqlStateRule(error.code);
  if (meaning === "unavailable") {
    const cause = new DatabaseError({ ...fields, message: error.message });
    return new Unavailable(`The database cannot serve now (${error.code}).`, { cause });
  }
  if (meaning === "value") {
    // The server's message quotes the value.
    const cause = new DatabaseError({ ...fields, message: "A value does not fit." });
    return new InvalidValue(error.code, { cause });
  }
  return new DatabaseError({ ...fields, message: error.message });
}
