/** A service whose accounts sign in here, as the configuration names it. */
export type ProviderOptions = {
  /** `oidc` is discovered at its issuer; `github` speaks OAuth 2 with an API of its own. */
  readonly kind: "oidc" | "github";
  /** In addresses and in the database, `[a-z0-9-]{1,30}`; never changed once somebody has signed in by it. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  /** For `oidc` the issuer; for `github` where its pages are, `https://github.com`. */
  readonly issuer: string;
  /** For `github` alone: where its API is. */
  readonly apiUrl?: string;
  readonly clientId: string;
  readonly clientSecret: string;
};
