/** A key that a person made for a script; its secret is not part of it. */
export type ApiKey = {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** Permissions, each once; at least one. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  /** Null for a key that does not expire. */
  readonly expiresAt: Date | null;
  /** Written down at most once an hour. */
  readonly lastUsedAt: Date | null;
};

/** Keys that one person may have, expired ones included. */
export const maximumApiKeys = 50;

/** How often the use of a key is written down. */
export const apiKeyUseMs = 3_600_000;

/** What a key may do now: what it was made for, as far as its owner still may. */
export const effectivePermissions = (
  scopes: readonly string[],
  held: ReadonlySet<string>,
): ReadonlySet<string> => new Set(scopes.filter((scope) => held.has(scope)));

/** What of `scopes` the maker of a key does not hold. */
export const scopesNotHeld = (scopes: readonly string[], held: ReadonlySet<string>): string[] =>
  scopes.filter((scope) => !held.has(scope));
