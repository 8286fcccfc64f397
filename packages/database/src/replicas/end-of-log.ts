/**
 * Asks the primary where its write-ahead log ends. Sent after a COMMIT it is never before that commit's record.
 *
 * Not the flushed or written end: with `synchronous_commit = off` a commit is answered before it is written.
 */
export const endOfLog = "select pg_current_wal_insert_lsn()::text";
