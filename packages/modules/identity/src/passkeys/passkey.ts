/** A passkey as its owner may see it. */
export type Passkey = {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** It exists on more than one device of its owner. */
  readonly isSynced: boolean;
};

/** What checks a passkey's signatures. */
export type PasskeyKey = {
  /** As the authenticator calls it, base64url. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** Signatures made, as far as the authenticator counts them. */
  readonly counter: number;
  readonly transports: readonly string[];
};

/** Passkeys that one person may have. */
export const maximumPasskeys = 20;
