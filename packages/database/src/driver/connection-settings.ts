export type ConnectionSettings = {
  readonly url: string;
  /** Shown in `pg_stat_activity`. Default `ashlar`. */
  readonly applicationName?: string;
  /** The server ends a statement after this. Default 10,000. */
  readonly statementTimeoutMs?: number;
  /** The server gives up waiting for a lock after this, outside transactions sooner. Default 5,000. */
  readonly lockTimeoutMs?: number;
  /** The server ends a session whose open transaction does nothing for this long. Default 15,000. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /**
   * A busy connection on which nothing arrives for this long is destroyed: its peer is gone without a word.
   * Default: the statement timeout and 2,000 more, so it never ends a statement that the server still runs.
   */
  readonly silenceTimeoutMs?: number;
};
