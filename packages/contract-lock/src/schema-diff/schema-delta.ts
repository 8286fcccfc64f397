/**
 * How the set of values that a schema admits has changed.
 *
 * - `widened`: values are admitted that were not.
 * - `narrowed`: values that were admitted are not any more.
 * - `altered`: both, or something that cannot be compared.
 * - `extended`: an optional field more, or fields that need not be named.
 */
export type Effect = "widened" | "narrowed" | "altered" | "extended";

/** One difference between two schemas. */
export type SchemaDelta = {
  /** Field in dots, `[]` for the elements of an array, `{key}` for those of a record; empty for the whole. */
  readonly field: string;
  readonly effect: Effect;
  /** The difference in a few words: `maximum 100 → 50`. */
  readonly what: string;
};
