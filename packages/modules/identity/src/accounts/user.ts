import { type Role, roles, type UserStatus } from "@ashlar/contracts/vocabulary";

export type { UserStatus };

/** A deactivated account is never deleted: its posts and orders keep pointing at it. */
export type User = {
  readonly id: string;
  /** Lower case, unique; under `closed.invalid` (RFC 2606) once it was given back. */
  readonly email: string;
  /** When its owner showed that mail to the address arrives; null until then. */
  readonly emailVerifiedAt: Date | null;
  readonly name: string;
  /** At least one, each once, in the order of `roles`. */
  readonly roles: readonly Role[];
  readonly status: UserStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A new active account with the role that everybody starts with. */
export const openedAccount = (account: Pick<User, "id" | "email" | "name">, at: Date): User => ({
  ...account,
  emailVerifiedAt: null,
  roles: ["customer"],
  status: "active",
  createdAt: at,
  updatedAt: at,
});

export const renamed = (user: User, name: string, at: Date): User => ({ ...user, name, updatedAt: at });

/** The address reaches its owner; when it was shown first is kept. */
export const emailVerified = (user: User, at: Date): User =>
  user.emailVerifiedAt === null ? { ...user, emailVerifiedAt: at, updatedAt: at } : user;

/** Another address, which its owner has just shown to be reached by. */
export const emailChanged = (user: User, email: string, at: Date): User => ({
  ...user,
  email,
  emailVerifiedAt: at,
  updatedAt: at,
});

/** Replaces all roles; repetitions and order of `given` do not matter. */
export const granted = (user: User, given: readonly Role[], at: Date): User => ({
  ...user,
  roles: roles.filter((role) => given.includes(role)),
  updatedAt: at,
});

/**
 * Closed. An address that nobody has shown to read is given back: whoever opens accounts with the addresses of other
 * people and closes them would keep those people out for good.
 */
export const deactivated = (user: User, at: Date): User => ({
  ...user,
  email: user.emailVerifiedAt === null ? `${user.id}@closed.invalid` : user.email,
  status: "deactivated",
  updatedAt: at,
});

export const isActiveAdmin = (user: User): boolean =>
  user.status === "active" && user.roles.includes("admin");
