/**
 * PostgreSQL refused a statement for a reason that is ours: a bug, or a constraint that an adapter translates.
 *
 * Safe to log: it carries the statement's text with placeholders, never a parameter or a row. (The driver's own
 * error has both, in `parameters` and `detail`, so it is not kept as `cause`.)
 */
export class DatabaseError extends Error {
  /** Five characters. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly sqlState: string;
  /** The violated constraint or index, where there is one. */
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly routine: string | undefined;
  /** With `$1` for values; undefined for statements of the connection itself. */
  readonly statement: string | undefined;

  constructor(fields: DatabaseErrorFields) {
    super(`${fields.message} [${fields.sqlState}]`);
    this.name = "DatabaseError";
    this.sqlState = fields.sqlState;
    this.constraint = fields.constraint;
    this.table = fields.table;
    this.column = fields.column;
    this.routine = fields.routine;
    this.statement = fields.statement;
  }
}

export type DatabaseErrorFields = {
  readonly message: string;
  readonly sqlState: string;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly routine?: string | undefined;
  readonly statement?: string | undefined;
};
