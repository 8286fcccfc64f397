/**
 * Scopes as a key or token keeps them.
 *
 * A scope that its maker held as a permission is kept by its name. One that the maker did not hold reaches the maker's own
 * things alone and is kept behind `own:`, so that a role which the owner gets later does not widen the keys made before.
 */
export type Grants = readonly string[];

const ownPrefix = "own:";

/** What a key or token is given for the scopes it is made for, each once. */
export const grantsOf = (scopes: readonly string[], held: ReadonlySet<string>): Grants => [
  ...new Set(scopes.map((scope) => (held.has(scope) ? scope : ownPrefix + scope))),
];

/** The scopes by the contract's names. */
export const scopesOf = (grants: Grants): readonly string[] =>
  grants.map((grant) => (grant.startsWith(ownPrefix) ? grant.slice(ownPrefix.length) : grant));

/** What the key or token may do now: what it was given, as far as its owner still may. */
export const effectivePermissions = (grants: Grants, held: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(grants.filter((grant) => held.has(grant)));

/** The scopes that their maker may not give: neither held, nor about the maker's own things. */
export const scopesNotHeld = (
  scopes: readonly string[],
  held: ReadonlySet<string>,
  ownScopes: ReadonlySet<string>,
): string[] => scopes.filter((scope) => !held.has(scope) && !ownScopes.has(scope));
