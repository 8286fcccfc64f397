import { onConstraint, type Transaction } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import { users } from "../../infrastructure/tables.ts";
import { identityErrors } from "../../shared/errors.ts";
import type { UserWriter } from "../../shared/ports.ts";
import { credentialsOfRow, userColumns } from "./user-row.ts";
import { holdsRole } from "./user-slices.ts";

/** Writes users in an open transaction. */
export const postgresUserWriter = (tx: Transaction): UserWriter => ({
  add: async (user, passwordHash) => {
    await onConstraint(
      { users_email_key: (cause) => identityErrors.EMAIL_TAKEN({ email: user.email }, { cause }) },
      () => tx.insert(users).values({ ...user, roles: [...user.roles], passwordHash }),
    );
  },
  lock: async (userId) => {
    // Not `for update`: others may keep inserting rows that point at the user.
    const [row] = await tx
      .select({ ...userColumns, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId))
      .for("no key update");
    return row === undefined ? null : credentialsOfRow(row);
  },
  lockActiveAdmins: async () => {
    const rows = await tx
      .select({ id: users.id })
      .from(users)
      .where(sql`${holdsRole("admin")} and status = 'active'`)
      .orderBy(users.id)
      .for("no key update");
    return new Set(rows.map(({ id }) => id));
  },
  save: async ({ id, name, roles, status, email, emailVerifiedAt, updatedAt }) => {
    await onConstraint({ users_email_key: (cause) => identityErrors.EMAIL_TAKEN({ email }, { cause }) }, () =>
      tx
        .update(users)
        .set({ name, roles: [...roles], status, email, emailVerifiedAt, updatedAt })
        .where(eq(users.id, id)),
    );
  },
  setPassword: async (userId, passwordHash, at) => {
    await tx.update(users).set({ passwordHash, updatedAt: at }).where(eq(users.id, userId));
  },
});
