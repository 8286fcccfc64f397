/** A place where a user is signed in. Its token is not part of it: nothing that lists sessions can leak one. */
export type Session = {
  /** Public, unrelated to the token and to the token's hash. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  /** Renewed at most once an hour. */
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
};
