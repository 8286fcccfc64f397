import type { ApiKey } from "./api-key.ts";

export type ApiKeyReader = {
  /** Newest first, at most as many as anybody may have. */
  readonly listOf: (userId: string) => Promise<readonly ApiKey[]>;
};

export type ApiKeyWriter = {
  /** Adds a key. @returns its secret, which is told once: only its hash is kept. */
  readonly add: (key: ApiKey) => Promise<string>;
  readonly countOf: (userId: string) => Promise<number>;
  /**
   * Ends a key; once that has committed, every process refuses it within one second.
   *
   * @returns false when the user has no such key.
   */
  readonly revoke: (userId: string, keyId: string) => Promise<boolean>;
  /** Ends all keys of the user, as `revoke` does one. */
  readonly revokeAll: (userId: string) => Promise<void>;
};
