/** What a mailed link may do, once. */
export const tokenPurposes = ["verify-email", "reset-password", "change-email"] as const;

export type TokenPurpose = (typeof tokenPurposes)[number];

/** What a mailed link stands for. The token itself is not part of it: it exists in the mail alone. */
export type AccountToken = {
  readonly userId: string;
  readonly purpose: TokenPurpose;
  /** The address that the link was mailed to, in lower case. */
  readonly email: string;
  readonly expiresAt: Date;
};

const hourMs = 3_600_000;

/** How long a mailed link works. */
export const tokenLifetimeMs: Readonly<Record<TokenPurpose, number>> = {
  "verify-email": hourMs,
  "reset-password": hourMs / 2,
  "change-email": hourMs,
};

/** Links that a user has for one purpose at a time; the newest work. */
export const maximumLinks = 5;

/** A link made at `at`. */
export const accountToken = (
  purpose: TokenPurpose,
  { userId, email }: Pick<AccountToken, "userId" | "email">,
  at: Date,
): AccountToken => ({
  userId,
  purpose,
  email,
  expiresAt: new Date(at.getTime() + tokenLifetimeMs[purpose]),
});
