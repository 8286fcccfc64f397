import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { GivenPassword, NewPassword } from "../schemas/password.ts";
import { Me, Session, SignedIn, SignInProvider } from "../schemas/session.ts";
import { text } from "../schemas/text.ts";
import { Email, GivenEmail, PersonName } from "../schemas/user.ts";
import { REAUTHENTICATION_REQUIRED, SESSION_REQUIRED } from "./credential-errors.ts";
import { passkeys } from "./passkeys.ts";
import { providers } from "./providers.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { secondFactor } from "./second-factor.ts";
import { INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED } from "./sign-in-errors.ts";
import { tokens } from "./tokens.ts";
import { EMAIL_TAKEN, LAST_ADMIN } from "./user-errors.ts";

const Nothing = z.object({});
/** Out of a mailed link: 256 bits in base64url. */
const MailedToken = text(1, 100);

export const PASSWORD_REFUSED = defineError(
  "PASSWORD_REFUSED",
  422,
  "The new password is easy to guess, or known from a breach.",
  z.object({
    reason: z.enum(["common", "contains-account-data"]),
    /** Of a common one: it was found in a list of what breaches have made public. */
    isBreached: z.literal(true).optional(),
  }),
);
const TOKEN_INVALID = defineError(
  "TOKEN_INVALID",
  422,
  "The link is invalid, expired or already used.",
  Nothing,
);
const SESSION_NOT_FOUND = defineError(
  "SESSION_NOT_FOUND",
  404,
  "The caller has no such session.",
  z.object({ sessionId: z.string() }),
);

export const auth = {
  register: mutation("POST /auth/register", {
    summary: "Creates an account and signs in.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ email: Email, password: NewPassword, name: PersonName }),
    output: SignedIn,
    success: 201,
    location: "/users/{user.id}",
    errors: [EMAIL_TAKEN, PASSWORD_REFUSED],
    emits: ["user.registered"],
  }),
  login: mutation("POST /auth/login", {
    summary: "Signs in with email and password.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({
      email: GivenEmail,
      password: GivenPassword,
      code: text(6, 32).optional(),
    }),
    output: SignedIn,
    errors: [INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED],
    emits: ["user.signed_in", "user.credential_changed"],
  }),
  signInProviders: query("GET /auth/providers", {
    summary: "Lists the providers that users can sign in with.",
    description:
      "Send a browser to `startUrl`, with `?returnTo=` and the address to come back to; a failure is told there as `signInError`.",
    access: "public",
    output: z.array(SignInProvider),
  }),
  logout: mutation("POST /auth/logout", {
    summary: "Ends the session of this call.",
    access: "session",
    idempotency: "natural",
    errors: [SESSION_REQUIRED],
  }),
  logoutEverywhere: mutation("POST /auth/logout-everywhere", {
    summary: "Ends every session of the caller, including this one.",
    access: "session",
    idempotency: "natural",
    errors: [SESSION_REQUIRED],
  }),
  me: query("GET /auth/me", {
    summary: "Returns who is calling and what the caller may do.",
    agents: true,
    access: "session",
    scope: "profile:read",
    output: Me,
  }),
  session: query("GET /auth/session", {
    summary: "Returns who is calling, or null for a visitor who is not signed in.",
    description: "For pages that both see: unlike `auth.me` it never fails because nobody is signed in.",
    access: "public",
    scope: "profile:read",
    output: Me.nullable(),
  }),
  sessions: {
    list: query("GET /auth/sessions", {
      summary: "Lists the caller's sessions, newest first.",
      access: "session",
      output: z.array(Session),
      errors: [SESSION_REQUIRED],
    }),
    revoke: mutation("DELETE /auth/sessions/{id}", {
      summary: "Ends one of the caller's sessions.",
      access: "session",
      idempotency: "natural",
      input: z.strictObject({ id: text(1, 64) }),
      errors: [SESSION_REQUIRED, SESSION_NOT_FOUND],
    }),
  },
  changePassword: mutation("POST /auth/password", {
    summary: "Sets a new password and ends the caller's other sessions.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
    errors: [INVALID_CREDENTIALS, PASSWORD_REFUSED, SESSION_REQUIRED, REAUTHENTICATION_REQUIRED],
    emits: ["user.password_changed"],
  }),
  requestPasswordReset: mutation("POST /auth/password-reset", {
    summary: "Mails a link that sets a new password.",
    description: "Answers alike, and as fast, whether an account has the address or not.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ email: Email }),
  }),
  resetPassword: mutation("POST /auth/password-reset/confirm", {
    summary: "Resets the password with a mailed link and ends every session.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ token: MailedToken, newPassword: NewPassword }),
    errors: [TOKEN_INVALID, PASSWORD_REFUSED],
    emits: ["user.password_changed", "user.email_verified", "user.credential_changed"],
  }),
  verifyEmail: mutation("POST /auth/verify-email", {
    summary: "Verifies the account's address with a mailed link.",
    description:
      "In a session of the account, or with its `password`, all that is set up there stays. Any other caller takes the account over: sessions, password, keys, passkeys and second factor from before end, and a link that sets a password is mailed. With `takeOver: false` that is refused instead, and the link keeps working.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({
      token: MailedToken,
      /** The account's, where the caller is in no session of it. */
      password: GivenPassword.optional(),
      takeOver: z.boolean().optional(),
    }),
    errors: [TOKEN_INVALID, SESSION_REQUIRED, INVALID_CREDENTIALS],
    emits: ["user.email_verified", "user.credential_changed"],
  }),
  resendVerification: mutation("POST /auth/verify-email/resend", {
    summary: "Mails another link to verify the caller's address; does nothing once it is verified.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    errors: [SESSION_REQUIRED],
  }),
  changeEmail: mutation("POST /auth/email", {
    summary: "Mails a link to a new address; the account keeps its address until the link is used.",
    description: "Answers alike whether another account has the new address or not.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ email: Email, currentPassword: GivenPassword }),
    errors: [INVALID_CREDENTIALS, SESSION_REQUIRED, REAUTHENTICATION_REQUIRED],
  }),
  confirmEmailChange: mutation("POST /auth/email/confirm", {
    summary: "Confirms a change of address with the mailed link, and notifies both addresses.",
    description:
      "Needs a session of the account, or its `password`: the reader of the mail must be the account's owner.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ token: MailedToken, password: GivenPassword.optional() }),
    errors: [TOKEN_INVALID, EMAIL_TAKEN, SESSION_REQUIRED, INVALID_CREDENTIALS],
    emits: ["user.email_changed"],
  }),
  deactivate: mutation("POST /auth/deactivate", {
    summary: "Closes the caller's account and ends its sessions.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ currentPassword: GivenPassword }),
    errors: [INVALID_CREDENTIALS, SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, LAST_ADMIN],
    emits: ["user.deactivated"],
  }),
  reauthenticate,
  secondFactor,
  passkeys,
  providers,
  tokens,
};
