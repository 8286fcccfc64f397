/** What a provider says about the person who has signed in there. */
export type ProviderClaims = {
  /** Stable at the provider. */
  readonly subject: string;
  /** In lower case; null when the provider tells none. */
  readonly email: string | null;
  /** The provider has checked that the address is the person's. */
  readonly isEmailVerified: boolean;
  /** 1–100 characters of one line, or null. */
  readonly name: string | null;
};

/** What has to come back unchanged, and what proves that we asked. */
export type ProviderChecks = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

/** A service whose accounts sign in here. */
export type SignInProvider = {
  /** In addresses and in the database: `google`. */
  readonly name: string;
  /** For people: `Google`. */
  readonly label: string;
  /** @returns the address to send the browser to. @throws Unavailable when the provider cannot be reached. */
  readonly begin: () => Promise<ProviderChecks & { readonly url: string }>;
  /**
   * Checks what the browser brought back and asks the provider who that is.
   *
   * @param callbackUrl - The callback's address with the parameters that the browser brought.
   * @throws PROVIDER_REFUSED when any of it is wrong, was used before, or is another provider's.
   * @throws Unavailable when the provider cannot be reached.
   */
  readonly finish: (callbackUrl: string, checks: ProviderChecks) => Promise<ProviderClaims>;
};

export type SignInAttempt = ProviderChecks & {
  readonly provider: string;
  readonly returnTo: string;
  readonly expiresAt: Date;
};

export type SignInAttemptWriter = {
  /** @returns a secret of 256 random bits for the browser; only its hash is stored. */
  readonly add: (attempt: SignInAttempt) => Promise<string>;
  /** Uses an attempt up. @returns null when it is unknown, used or expired. */
  readonly take: (secret: string, at: Date) => Promise<SignInAttempt | null>;
};

/** An account at a provider that signs a user in. */
export type LinkedAccount = {
  /** Tells nothing of what the provider calls the person. */
  readonly id: string;
  readonly provider: string;
  readonly email: string;
  readonly linkedAt: Date;
};

export type UserIdentityReader = {
  /** Newest first. */
  readonly listOf: (userId: string) => Promise<readonly LinkedAccount[]>;
};

export type UserIdentityWriter = UserIdentityReader & {
  /**
   * Finds whom a provider's account signs in. Others who arrive with the same account wait until the transaction ends, so
   * of two at once the second finds what the first has linked.
   *
   * @returns the user's id; null for nobody.
   */
  readonly find: (provider: string, subject: string) => Promise<string | null>;
  readonly link: (
    identity: {
      readonly provider: string;
      readonly subject: string;
      readonly userId: string;
      readonly email: string;
    },
    at: Date,
  ) => Promise<void>;
  /** @param id - Of one that the user has. */
  readonly unlink: (userId: string, id: string) => Promise<void>;
  readonly unlinkAll: (userId: string) => Promise<void>;
};
