/**
 * What a request's reads must see of the database: at least what its caller has written.
 *
 * Comes with the request, grows with its own commits and goes back with its answer; the one part of a scope that changes.
 */
export type ReadAfter = {
  /** A place in the primary's write-ahead log, in bytes; null where it is not known: then the primary alone will do. */
  positionBytes: bigint | null;
  /** When the caller may last have committed, in milliseconds since 1970; null where nothing was said of it. */
  committedAtMs: number | null;
  /** True once the caller is to be told. */
  hasAdvanced: boolean;
};
