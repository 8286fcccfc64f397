import { type Role, roles, userStatuses } from "@ashlar/contracts/vocabulary";
import { at, id, isOneOf } from "@ashlar/database";
import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { tokenPurposes } from "../accounts/account-token.ts";
import { userSlices } from "../accounts/infrastructure/user-slices.ts";
import { challengePurposes } from "../passkeys/challenge.ts";

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
    status: text({ enum: userStatuses }).notNull(),
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
    check("users_status_check", isOneOf(user.status, userStatuses)),
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
    /** When the person last proved again who they are; null where signing in was the last time. */
    provedAt: at(),
    /** When a second factor was first shown, at sign-in or since; null where none was, or where one was removed since. */
    secondFactorAt: at(),
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
    purpose: text({ enum: tokenPurposes }).notNull(),
    email: text().notNull(),
    createdAt: at().notNull(),
    expiresAt: at().notNull(),
  },
  (token) => [
    check("account_tokens_token_hash_check", sql`length(${token.tokenHash}) = 43`),
    check("account_tokens_purpose_check", isOneOf(token.purpose, tokenPurposes)),
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

/** Keys of scripts. The secret is nowhere: a copy of this table calls nothing. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** What the contract calls scopes, as `domain/grants.ts` keeps them. */
    grants: text("scopes").array().notNull(),
    /** SHA-256 of the secret in base64url, 43 characters. */
    secretHash: text().notNull().unique("api_keys_secret_hash_key"),
    createdAt: at().notNull(),
    expiresAt: at(),
    lastUsedAt: at(),
  },
  (key) => [
    check("api_keys_secret_hash_check", sql`length(${key.secretHash}) = 43`),
    check("api_keys_name_check", sql`length(${key.name}) between 1 and 100`),
    check("api_keys_scopes_check", sql`cardinality(${key.grants}) >= 1`),
    index("api_keys_user_id_created_at_idx").on(key.userId, key.createdAt, key.id),
  ],
);

/** Authenticator apps; one for each user. It counts once it is confirmed. */
export const totpFactors = pgTable("totp_factors", {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** Sealed: readable with the service's key alone. */
  sealedSecret: text().notNull(),
  createdAt: at().notNull(),
  confirmedAt: at(),
  /** The 30-second step whose code was used last; its code and earlier ones are worthless. */
  lastStep: bigint({ mode: "number" }),
});

/** Recovery codes that are not used up. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the code's letters in base64url, 43 characters. */
    codeHash: text().notNull(),
  },
  (code) => [
    primaryKey({ name: "recovery_codes_pkey", columns: [code.userId, code.codeHash] }),
    check("recovery_codes_code_hash_check", sql`length(${code.codeHash}) = 43`),
  ],
);

/** Passkeys; only their public halves are known. */
export const passkeys = pgTable(
  "passkeys",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** As the authenticator calls it, base64url. */
    credentialId: text().notNull().unique("passkeys_credential_id_key"),
    /** COSE, base64url. */
    publicKey: text().notNull(),
    /** Signatures made, as far as the authenticator counts them. */
    counter: bigint({ mode: "number" }).notNull(),
    transports: text().array().notNull(),
    isSynced: boolean().notNull(),
    createdAt: at().notNull(),
    lastUsedAt: at(),
  },
  (passkey) => [
    check("passkeys_name_check", sql`length(${passkey.name}) between 1 and 100`),
    index("passkeys_user_id_created_at_idx").on(passkey.userId, passkey.createdAt, passkey.id),
  ],
);

/** Challenges that wait for a passkey's answer; each is taken once. */
export const passkeyChallenges = pgTable(
  "passkey_challenges",
  {
    /** SHA-256 of the challenge in base64url, 43 characters. */
    challengeHash: text().primaryKey(),
    purpose: text({ enum: challengePurposes }).notNull(),
    /** Null where anybody's passkey will do. */
    userId: uuid().references(() => users.id, { onDelete: "cascade" }),
    expiresAt: at().notNull(),
  },
  (challenge) => [
    check("passkey_challenges_purpose_check", isOneOf(challenge.purpose, challengePurposes)),
    index("passkey_challenges_user_id_idx").on(challenge.userId),
    index("passkey_challenges_expires_at_idx").on(challenge.expiresAt),
  ],
);

/**
 * Refresh tokens: a row for each that was issued, whatever it was exchanged for since.
 *
 * A token has two secrets, one that stays and one that changes. Whoever knows the first and a wrong second holds a token
 * that was used before.
 */
export const tokenFamilies = pgTable(
  "token_families",
  {
    /** SHA-256 of the secret that stays, base64url, 43 characters. */
    familyHash: text().primaryKey(),
    /** SHA-256 of the secret of the newest token. */
    currentHash: text().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    audience: text().notNull(),
    /** Scopes as `domain/grants.ts` keeps them; null for everything that the user may do. */
    grants: text("scopes").array(),
    createdAt: at().notNull(),
    refreshedAt: at().notNull(),
    expiresAt: at().notNull(),
  },
  (family) => [
    check(
      "token_families_hash_check",
      sql`length(${family.familyHash}) = 43 and length(${family.currentHash}) = 43`,
    ),
    index("token_families_session_id_idx").on(family.sessionId),
    index("token_families_expires_at_idx").on(family.expiresAt),
  ],
);

/** Keys that sign access tokens. */
export const signingKeys = pgTable("signing_keys", {
  kid: text().primaryKey(),
  /** JWK as JSON text. */
  publicKey: text().notNull(),
  /** Sealed: readable with the service's key alone. */
  sealedPrivateKey: text().notNull(),
  createdAt: at().notNull(),
  /** From here on it signs, until the next does. */
  signsFrom: at().notNull(),
});

/** Wrong guesses at sign-in by account, by address and by both. Neither is kept in clear. */
export const guessCounts = pgTable(
  "guess_counts",
  {
    /** SHA-256 of what is counted, base64url. */
    key: text().primaryKey(),
    failures: integer().notNull(),
    /** When the failures that count began. */
    since: at().notNull(),
    blockedUntil: at(),
    /** Until then the pair is one from which the account's owner signs in. */
    knownUntil: at(),
    forgetAfter: at().notNull(),
  },
  (count) => [index("guess_counts_forget_after_idx").on(count.forgetAfter)],
);
