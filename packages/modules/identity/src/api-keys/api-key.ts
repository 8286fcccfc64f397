import type { Grants } from "../accounts/grants.ts";

/** A key that a person made for a script; its secret is not part of it. */
export type ApiKey = {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** At least one. */
  readonly grants: Grants;
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
