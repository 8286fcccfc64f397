import type postgres from "postgres";

/**
 * The settings of a session that reading, or the meaning of a statement, relies on.
 *
 * Sent with each connection, where they outrank `alter role … set`, `alter database … set` and the server's own. Left to
 * the operator: `default_transaction_read_only`, by which a database is closed for writing, and anything that changes
 * only how fast or how durable a statement is.
 */
export const sessionSettings = {
  // The form of what is read.
  client_encoding: "UTF8",
  datestyle: "ISO, MDY",
  intervalstyle: "postgres",
  timezone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  // The meaning of what is sent.
  standard_conforming_strings: "on",
  array_nulls: "on",
  transform_null_equals: "off",
  timezone_abbreviations: "Default",
  search_path: "public",
  default_text_search_config: "pg_catalog.english",
  // Which rows are found: above 0, an index of words may leave some out.
  gin_fuzzy_search_limit: "0",
  row_security: "on",
  // How a transaction begins and a session ends.
  default_transaction_isolation: "read committed",
  default_transaction_deferrable: "off",
  exit_on_error: "off",
  idle_session_timeout: "0",
} as const;

export type SessionTimes = {
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** 0 for no limit, here and below. */
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
  /** True: the server refuses every write. Default as the database has it. */
  readonly readOnly?: boolean | undefined;
};

/** Everything that the first message of a session asks for. */
export const sessionParameters = (times: SessionTimes): Partial<postgres.ConnectionParameters> =>
  // Sound: they are sent as texts. The driver leaves out what is false, so a number 0 would let the server's own apply.
  ({
    ...sessionSettings,
    application_name: times.applicationName,
    statement_timeout: String(times.statementTimeoutMs),
    lock_timeout: String(times.lockTimeoutMs),
    idle_in_transaction_session_timeout: String(times.idleInTransactionTimeoutMs),
    ...(times.readOnly ? { default_transaction_read_only: "on" } : {}),
  }) as unknown as Partial<postgres.ConnectionParameters>;
