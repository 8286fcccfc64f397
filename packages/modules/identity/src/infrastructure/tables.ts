import { at, id } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { type Role, roles } from "../domain/role.ts";
import { type UserStatus, userStatuses } from "../domain/user.ts";
import { userSlices } from "./user-slices.ts";

const literals = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(", ");

/**
 * Accounts with the hash that proves them.
 *
 * Nearly every user is an active customer, so the whole-table indexes serve the list, `role = customer` and
 * `status = active`; the partial ones serve the others without reading past everybody. Operators are so few that they
 * have one index and are sorted when asked for.
 */
export const users = pgTable(
  "users",
  {
    id: id(),
    email: text().notNull().unique("users_email_key"),
    name: text().notNull(),
    /** PHC string of Argon2id. */
    passwordHash: text().notNull(),
    roles: text().array().$type<Role[]>().notNull(),
    status: text().$type<UserStatus>().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (user) => [
    check("users_email_check", sql`${user.email} = lower(${user.email}) and length(${user.email}) <= 254`),
    check("users_name_check", sql`length(${user.name}) between 1 and 100`),
    check(
      "users_roles_check",
      sql`cardinality(${user.roles}) >= 1 and ${user.roles} <@ array[${sql.raw(literals(roles))}]`,
    ),
    check("users_status_check", sql`${user.status} in (${sql.raw(literals(userStatuses))})`),
    index("users_created_at_idx").on(user.createdAt, user.id),
    index("users_name_idx").on(user.name, user.id),
    index("users_deactivated_created_at_idx").on(user.createdAt, user.id).where(userSlices.deactivated),
    index("users_deactivated_name_idx").on(user.name, user.id).where(userSlices.deactivated),
    index("users_deactivated_email_idx").on(user.email).where(userSlices.deactivated),
    index("users_author_created_at_idx").on(user.createdAt, user.id).where(userSlices.author),
    index("users_author_name_idx").on(user.name, user.id).where(userSlices.author),
    index("users_author_email_idx").on(user.email).where(userSlices.author),
    index("users_operator_idx").on(user.id).where(userSlices.operator),
  ],
);

/**
 * Live sessions. The token is nowhere: a copy of this table signs nobody in.
 */
export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the token in base64url, 43 characters. */
    tokenHash: text().primaryKey(),
    /** Public; made by itself, not from the token. */
    id: uuid().notNull().unique("sessions_id_key"),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: at().notNull(),
    lastSeenAt: at().notNull(),
    expiresAt: at().notNull(),
    userAgent: text(),
    address: text(),
  },
  (session) => [
    check("sessions_token_hash_check", sql`length(${session.tokenHash}) = 43`),
    check("sessions_user_agent_check", sql`length(${session.userAgent}) <= 300`),
    check("sessions_address_check", sql`length(${session.address}) <= 64`),
    index("sessions_user_id_created_at_idx").on(session.userId, session.createdAt, session.id),
    index("sessions_expires_at_idx").on(session.expiresAt),
  ],
);
