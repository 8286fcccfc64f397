import type { UnitOfWork } from "@ashlar/kernel";
import type { AccountTokenReader } from "../src/accounts/account-token-ports.ts";
import type { IdentityWriters } from "../src/shared/identity-deps.ts";
import type { SessionReader, UserReader } from "../src/shared/ports.ts";

/** The ports of the module on some storage. */
export type IdentityStore = {
  readonly users: UserReader;
  readonly sessions: SessionReader;
  readonly accountTokens: AccountTokenReader;
  readonly transact: UnitOfWork<IdentityWriters>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
