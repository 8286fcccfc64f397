import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type { AccountMailRequests } from "../accounts/account-mail-ports.ts";
import type { AccountTokenReader, AccountTokenWriter } from "../accounts/account-token-ports.ts";
import type { SettingsReader, SettingsWriter } from "../accounts/settings.ts";
import type { BreachedPasswords } from "../passwords/breached-passwords-port.ts";
import type { SignInAttemptWriter, UserIdentityWriter } from "../providers/provider-ports.ts";
import type { SignInPlaceWriter } from "../throttle/sign-in-place-port.ts";
import type { PasswordHasher, SessionReader, SessionWriter, UserReader, UserWriter } from "./ports.ts";
import type { AuditTrail, EventAppender } from "./record-ports.ts";

/** What a unit of work of this module can write; all of it commits or none. */
export type IdentityWriters = {
  readonly users: UserWriter;
  readonly settings: SettingsWriter;
  readonly sessions: SessionWriter;
  readonly accountTokens: AccountTokenWriter;
  readonly signInPlaces: SignInPlaceWriter;
  readonly accountMail: AccountMailRequests;
  readonly signInAttempts: SignInAttemptWriter;
  readonly userIdentities: UserIdentityWriter;
  readonly events: EventAppender;
  readonly audit: AuditTrail;
};

/** Everything that some use case needs; each takes the part that it touches. */
export type IdentityDeps = {
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly breachedPasswords: BreachedPasswords;
  readonly users: UserReader;
  readonly settings: SettingsReader;
  readonly sessions: SessionReader;
  readonly accountTokens: AccountTokenReader;
  readonly transact: UnitOfWork<IdentityWriters>;
};
