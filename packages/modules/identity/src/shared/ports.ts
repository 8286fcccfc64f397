import type { Role } from "@ashlar/contracts/vocabulary";
import type { Paged, Slice } from "@ashlar/kernel";
import type { User, UserStatus } from "../accounts/user.ts";
import type { Session } from "../sessions/session.ts";

/** Which users to list; the fields of the contract's list input. */
export type UserQuery = Slice & {
  readonly sort: "createdAt" | "name" | "email";
  readonly order: "asc" | "desc";
  readonly filter?:
    | { readonly status?: UserStatus | undefined; readonly role?: Role | undefined }
    | undefined;
};

/** A user with what proves that somebody is that user; without a password only another way to sign in does. */
export type Credentials = { readonly user: User; readonly passwordHash: string | null };

export type UserReader = {
  readonly find: (userId: string) => Promise<User | null>;
  /** One page in the order asked for, ties broken by id. @throws VALIDATION_FAILED naming `cursor`. */
  readonly list: (query: UserQuery) => Promise<Paged<User>>;
  /** @param email - In lower case. */
  readonly credentialsByEmail: (email: string) => Promise<Credentials | null>;
  readonly credentialsOf: (userId: string) => Promise<Credentials | null>;
};

export type UserWriter = {
  /** @throws EMAIL_TAKEN when another account has the email. */
  readonly add: (user: User, passwordHash: string | null) => Promise<void>;
  /** Reads a user and keeps others from changing it until the transaction ends. */
  readonly lock: (userId: string) => Promise<Credentials | null>;
  /**
   * Reads which administrators are active, and keeps them so until the transaction ends.
   *
   * Called before `lock`, so that two changes of administrators wait for each other and never deadlock.
   */
  readonly lockActiveAdmins: () => Promise<ReadonlySet<string>>;
  /** Writes name, roles, status, email and its verification. @throws EMAIL_TAKEN when another account has the email. */
  readonly save: (user: User) => Promise<void>;
  /** @param passwordHash - Null leaves the account without a password. */
  readonly setPassword: (userId: string, passwordHash: string | null, at: Date) => Promise<void>;
};

/** Where a sign-in comes from, as far as it is known. */
export type SessionOrigin = { readonly userAgent: string | null; readonly address: string | null };

/** A new session; the token is told once and cannot be read again. */
export type GrantedSession = {
  readonly token: string;
  /** Public id of the session. */
  readonly id: string;
  /** The moment after which the token is worthless, however much it is used. */
  readonly endsAt: Date;
};

export type SessionReader = {
  /** Live sessions, newest first, at most 100. */
  readonly listOf: (userId: string, at: Date) => Promise<readonly Session[]>;
};

/**
 * Changes sessions in the transaction of the change that causes it.
 *
 * Once it has committed, every process refuses an ended session within one second, notified or not.
 */
export type SessionWriter = {
  /** @param hasSecondFactor - Whether the sign-in showed one; default false. */
  readonly open: (
    userId: string,
    origin: SessionOrigin,
    at: Date,
    hasSecondFactor?: boolean,
  ) => Promise<GrantedSession>;
  /** Ends one session of the user. @returns false when the user has no such session. */
  readonly end: (userId: string, sessionId: string) => Promise<boolean>;
  /** Ends all sessions of the user but, where given, one. */
  readonly endAll: (userId: string, exceptSessionId?: string | null) => Promise<void>;
  /** Keeps the user's sessions but makes every process read again what the user may do. */
  readonly refresh: (userId: string) => Promise<void>;
};

export type PasswordVerdict = {
  readonly isMatch: boolean;
  /** The hash was made with other parameters than those of today. */
  readonly isOutdated: boolean;
};

/** Both directions compare passwords after NFKC, so the same text typed on two keyboards is the same password. */
export type PasswordHasher = {
  /** @throws Unavailable when too many wait for a hash. */
  readonly hash: (password: string) => Promise<string>;
  /**
   * Compares a password with a hash, in the same time whether there is one or not.
   *
   * @param passwordHash - Null for an account that does not exist; never a match.
   * @throws Unavailable when too many wait for a hash.
   */
  readonly verify: (passwordHash: string | null, password: string) => Promise<PasswordVerdict>;
};
