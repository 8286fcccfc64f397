/** A SQLSTATE's meaning for the caller of the statement. */
export type SqlStateMeaning =
  /** The caller's value cannot be held or is past a limit of the server: 422. */
  | "value"
  /** A constraint; its adapter declares the outcome by name, without one it is a bug. */
  | "constraint"
  /** Transactions collided: the work runs again, here. */
  | "collision"
  /** The server cannot do it now, or not this server: 503 with `Retry-After`. */
  | "unavailable"
  /** Ours: 500. */
  | "bug";

export type SqlStateRule = {
  readonly meaning: SqlStateMeaning;
  /** True: another connection may reach a server that can, so this one is not used again. */
  readonly isSpent: boolean;
};

const value: SqlStateRule = { meaning: "value", isSpent: false };
const constraint: SqlStateRule = { meaning: "constraint", isSpent: false };
const collision: SqlStateRule = { meaning: "collision", isSpent: false };
const busy: SqlStateRule = { meaning: "unavailable", isSpent: false };
const gone: SqlStateRule = { meaning: "unavailable", isSpent: true };
const bug: SqlStateRule = { meaning: "bug", isSpent: false };

/** By class, the first two characters; a class that is not here is a bug. */
const classes = new Map<string, SqlStateRule>(
  Object.entries({
    "08": gone, // connection
    "22": value, // data
    "23": constraint,
    "28": gone, // the role or its password is refused, as while it is changed
    "3D": gone, // no such database, as while it is restored
    "40": collision,
    "53": busy, // disk, memory, connections
    "54": value, // an index row, a word or a nesting that is too large
    "57": gone, // an operator, a shutdown, a crash
    "58": gone, // the server's disk and files
    "72": collision, // a snapshot too old, before version 17
    F0: gone, // the server's configuration
  }),
);

/** Codes that differ from their class. */
const codes = new Map<string, SqlStateRule>(
  Object.entries({
    "2200H": bug, // a sequence has ended
    "22P04": bug, // a COPY of ours
    "25006": gone, // read-only: a standby, or a primary closed for writing
    "25P03": gone, // the session idled in its transaction
    "25P04": gone, // the transaction took too long
    "26000": gone, // a prepared statement is lost: a pooler gave the session to another
    "40002": bug, // a constraint without a name
    "40003": gone, // the outcome is unknown
    "42P05": gone, // a prepared statement of another client of a pooler
    "54011": bug,
    "54023": bug,
    "55000": gone, // recovery is in progress
    "55006": busy, // in use by another session
    "55P03": busy, // a lock
    "57014": busy, // a statement's time is up
  }),
);

/**
 * Gives a SQLSTATE its meaning.
 *
 * @param sqlState - Five characters; one that PostgreSQL does not list is a bug.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const sqlStateRule = (sqlState: string): SqlStateRule =>
  codes.get(sqlState) ?? classes.get(sqlState.slice(0, 2)) ?? bug;
