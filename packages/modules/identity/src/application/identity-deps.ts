import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { PasswordHasher, SessionReader, SessionWriter, UserReader, UserWriter } from "./ports.ts";

export type IdentityWriters = { readonly users: UserWriter; readonly sessions: SessionWriter };

/** Everything that some use case needs; each takes the part that it touches. */
export type IdentityDeps = {
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly users: UserReader;
  readonly sessions: SessionReader;
  readonly transact: UnitOfWork<IdentityWriters>;
};
