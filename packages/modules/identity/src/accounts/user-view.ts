import type { User } from "./user.ts";

/** A user as the contract shows it. */
export const userView = (user: User) => ({ ...user, roles: [...user.roles] });
