import { fillPlaceholders, type Query, type SQL } from "drizzle-orm";
import {
  PgDatabase,
  type PgDialect,
  PgPreparedQuery,
  PgSession,
  type PreparedQueryConfig,
  type SelectedFieldsOrdered,
} from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import { translatedError } from "../errors/translated-error.ts";
import { type RowMapper, rowMapper } from "./row-mapper.ts";
import type { DriverRows } from "./send-statement.ts";

/** Runs one statement to its rows; the difference between the read pool and a transaction. */
export type RunStatement = (
  text: string,
  parameters: readonly unknown[],
  rows: "arrays" | "objects",
) => PromiseLike<DriverRows>;

export type DrizzleDatabase = PgDatabase<PostgresJsQueryResultHKT>;

/**
 * Binds Drizzle to a way of running statements.
 *
 * Drizzle's own session sends statements unprepared, maps rows cell by cell and wraps failures in an error whose
 * message holds the parameters; this one does none of that. What it throws went through `translatedError`.
 */
export const drizzleOn = (dialect: PgDialect, run: RunStatement): DrizzleDatabase =>
  new PgDatabase(dialect, new StatementSession(dialect, run), undefined);

class StatementSession extends PgSession<PostgresJsQueryResultHKT> {
  readonly #run: RunStatement;

  constructor(dialect: PgDialect, run: RunStatement) {
    super(dialect);
    this.#run = run;
  }

  override prepareQuery<T extends PreparedQueryConfig>(
    query: Query,
    fields: SelectedFieldsOrdered | undefined,
    name: string | undefined,
  ): PgPreparedQuery<T> {
    return new Statement<T>(query, this.#run, fields, name !== undefined);
  }

  /** Counts for `$count`. */
  override async count(query: SQL): Promise<number> {
    const [row] = await this.execute<{ count: string }[]>(query);
    return Number(row?.count);
  }

  override transaction(): Promise<never> {
    throw new Error("Transactions are opened by transact.");
  }
}

class Statement<T extends PreparedQueryConfig> extends PgPreparedQuery<T> {
  readonly #run: RunStatement;
  readonly #fields: SelectedFieldsOrdered | undefined;
  readonly #hasPlaceholders: boolean;
  #mapper: RowMapper | undefined;
  /** Set by Drizzle's select after construction. */
  readonly joinsNotNullableMap: Readonly<Record<string, boolean>> | undefined = undefined;

  constructor(
    query: Query,
    run: RunStatement,
    fields: SelectedFieldsOrdered | undefined,
    hasPlaceholders: boolean,
  ) {
    super(query, undefined, undefined);
    this.#run = run;
    this.#fields = fields;
    this.#hasPlaceholders = hasPlaceholders;
  }

  override async execute(values: Record<string, unknown> = {}): Promise<T["execute"]> {
    const { sql, params } = this.query;
    const fields = this.#fields;
    try {
      const parameters = this.#hasPlaceholders ? fillPlaceholders(params, values) : params;
      const rows = await this.#run(sql, parameters, fields ? "arrays" : "objects");
      if (!fields) return rows;
      this.#mapper ??= rowMapper(fields, this.joinsNotNullableMap);
      const mapper = this.#mapper;
      // Sound: rows are arrays when `fields` were given to the run above.
      return (rows as unknown as readonly (readonly unknown[])[]).map((row) => mapper(row));
    } catch (error) {
      throw translatedError(error, sql);
    }
  }
}
