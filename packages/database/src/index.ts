export { type BackUpOptions, type BackUpResult, backUp } from "./backup/back-up.ts";
export { UnusableBackup } from "./backup/backup-format.ts";
export { type RestoreOptions, type RestoreResult, restoreBackup } from "./backup/restore-backup.ts";
export { requireFitDatabase } from "./check/require-fit-database.ts";
export { at, currency, id, minor } from "./columns.ts";
export { afterCommit } from "./connection/after-commit.ts";
export type { Database, Transaction } from "./connection/database.ts";
export { type DatabaseClock, databaseClock } from "./connection/database-clock.ts";
export type { Listener } from "./connection/listen.ts";
export {
  type DatabaseConnection,
  type DatabaseOptions,
  openDatabase,
  type PoolStats,
} from "./connection/open-database.ts";
export type { Transact, TransactOptions } from "./connection/transact.ts";
export { readDatabaseUrl } from "./driver/database-url.ts";
export { parsedInstant } from "./driver/parsed-instant.ts";
export { isKept, plannedForValues } from "./driver/planned-for-values.ts";
export { type DevelopmentDatabase, developmentDatabase } from "./embedded/development-database.ts";
export type { PostgresKeeper } from "./embedded/keep-postgres-running.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded/start-embedded-postgres.ts";
export { DatabaseError } from "./errors/database-error.ts";
export { InvalidValue } from "./errors/invalid-value.ts";
export { onConstraint } from "./errors/on-constraint.ts";
export { constraintOf, sqlStateOf } from "./errors/sql-state.ts";
export { UnreadableValue } from "./errors/unreadable-value.ts";
export { type CursorKey, decodeCursor, encodeCursor } from "./keyset/cursor.ts";
export { keysetOrder, type Order } from "./keyset/keyset-order.ts";
export { keysetWhere } from "./keyset/keyset-where.ts";
export { countedRows, listTotal } from "./keyset/list-total.ts";
export { pageCut, rowsThrough } from "./keyset/page-cut.ts";
export { pageParameters } from "./keyset/page-parameters.ts";
export { pagePlaceholders } from "./keyset/page-placeholders.ts";
export { plannedLimitOf } from "./keyset/planned-limit.ts";
export { offsetOf } from "./keyset/slice.ts";
export { statementsByShape } from "./keyset/statements-by-shape.ts";
export { isTimestampKey } from "./keyset/timestamp-key.ts";
export { toPage } from "./keyset/to-page.ts";
export { type MigrateOptions, migrate } from "./migrations/migrate.ts";
export { MigrationDrift } from "./migrations/migration-drift.ts";
export { readMigrations } from "./migrations/migration-files.ts";
export { missingMigrations } from "./migrations/missing-migrations.ts";
export { unsafeStatements } from "./migrations/unsafe-ddl.ts";
export { isOneOf } from "./one-of.ts";
export { formatLogPosition, parseLogPosition } from "./replicas/log-position.ts";
export type { ReplicaSetStats } from "./replicas/replica-set.ts";
export { searchSelect } from "./search/search-select.ts";
export { webSearch } from "./search/web-search.ts";
