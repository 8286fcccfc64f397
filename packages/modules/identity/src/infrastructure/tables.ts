import { at, id } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { type TokenPurpose, tokenPurposes } from "../domain/account-token.ts";
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
    /** PHC string of Argon2id; null for an account that signs in by a provider alone. */
    passwordHash: text(),
    roles: text().array().$type<Role[]>().notNull(),
    status: text().$type<UserStatus>().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
    emailVerifiedAt: at(),
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

/** Settings of a user; the row is made when the account is. */
export const userSettings = pgTable("user_settings", {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** BCP 47. */
  locale: text().notNull(),
  /** Mails that are not about the account's safety or the user's orders. */
  wantsNews: boolean().notNull(),
  createdAt: at().notNull(),
  updatedAt: at().notNull(),
});

/** Mailed links that still work. The token is nowhere: a copy of this table opens no account. */
export const accountTokens = pgTable(
  "account_tokens",
  {
    /** SHA-256 of the token in base64url, 43 characters. */
    tokenHash: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    purpose: text().$type<TokenPurpose>().notNull(),
    email: text().notNull(),
    createdAt: at().notNull(),
    expiresAt: at().notNull(),
  },
  (token) => [
    check("account_tokens_token_hash_check", sql`length(${token.tokenHash}) = 43`),
    check("account_tokens_purpose_check", sql`${token.purpose} in (${sql.raw(literals(tokenPurposes))})`),
    index("account_tokens_user_id_idx").on(token.userId, token.purpose, token.createdAt),
    index("account_tokens_expires_at_idx").on(token.expiresAt),
  ],
);

/** Where a user has signed in, as a hash that says nothing to who does not know the place already. */
export const signInPlaces = pgTable(
  "sign_in_places",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of user, browser and address in base64url. */
    placeHash: text().notNull(),
    lastSeenAt: at().notNull(),
  },
  (place) => [primaryKey({ name: "sign_in_places_pkey", columns: [place.userId, place.placeHash] })],
);

/** Accounts of other services that sign a user in. */
export const userIdentities = pgTable(
  "user_identities",
  {
    /** Name of the provider in the configuration, such as `github`. */
    provider: text().notNull(),
    /** What the provider calls the person; stable, where an email is not. */
    subject: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    email: text().notNull(),
    createdAt: at().notNull(),
  },
  (identity) => [
    primaryKey({ name: "user_identities_pkey", columns: [identity.provider, identity.subject] }),
    check("user_identities_subject_check", sql`length(${identity.subject}) between 1 and 255`),
    index("user_identities_user_id_idx").on(identity.userId),
  ],
);

/** Sign-ins that a browser has begun at a provider; each is taken once. */
export const signInAttempts = pgTable(
  "sign_in_attempts",
  {
    /** SHA-256 of the browser's cookie in base64url. */
    cookieHash: text().primaryKey(),
    provider: text().notNull(),
    state: text().notNull(),
    nonce: text().notNull(),
    codeVerifier: text().notNull(),
    returnTo: text().notNull(),
    expiresAt: at().notNull(),
  },
  (attempt) => [index("sign_in_attempts_expires_at_idx").on(attempt.expiresAt)],
);
