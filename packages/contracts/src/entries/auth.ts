import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { GivenPassword, NewPassword } from "../schemas/password.ts";
import { Me, Session, SignedIn } from "../schemas/session.ts";
import { Email, PersonName } from "../schemas/user.ts";
import { EMAIL_TAKEN } from "./user-errors.ts";

const Nothing = z.object({});

export const INVALID_CREDENTIALS = defineError(
  "INVALID_CREDENTIALS",
  401,
  "The email or the password is wrong, or the account is deactivated; which of them is not told.",
  Nothing,
);
export const SECOND_FACTOR_REQUIRED = defineError(
  "SECOND_FACTOR_REQUIRED",
  401,
  "The password is right; repeat the call with a `code`.",
  Nothing,
);
export const PASSWORD_REFUSED = defineError(
  "PASSWORD_REFUSED",
  422,
  "The new password is easy to guess.",
  z.object({ reason: z.enum(["common", "contains-account-data"]) }),
);
export const SESSION_NOT_FOUND = defineError(
  "SESSION_NOT_FOUND",
  404,
  "The caller has no such session.",
  z.object({ sessionId: z.string() }),
);

export const auth = {
  register: mutation("POST /auth/register", {
    summary: "Opens an account and signs in.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ email: Email, password: NewPassword, name: PersonName }),
    output: SignedIn,
    success: 201,
    location: "/users/{user.id}",
    errors: [EMAIL_TAKEN, PASSWORD_REFUSED],
  }),
  login: mutation("POST /auth/login", {
    summary: "Signs in with email and password.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({
      email: z.string().min(1).max(254).toLowerCase(),
      password: GivenPassword,
      code: z.string().min(6).max(32).optional(),
    }),
    output: SignedIn,
    errors: [INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED],
  }),
  logout: mutation("POST /auth/logout", {
    summary: "Ends the session of this call.",
    access: "session",
    idempotency: "natural",
  }),
  logoutEverywhere: mutation("POST /auth/logout-everywhere", {
    summary: "Ends every session of the caller, this one too.",
    access: "session",
    idempotency: "natural",
  }),
  me: query("GET /auth/me", {
    summary: "Tells who is calling and what the caller may do.",
    access: "session",
    output: Me,
  }),
  sessions: {
    list: query("GET /auth/sessions", {
      summary: "Lists where the caller is signed in, newest first.",
      access: "session",
      output: z.array(Session),
    }),
    revoke: mutation("DELETE /auth/sessions/{id}", {
      summary: "Ends one of the caller's sessions.",
      access: "session",
      idempotency: "natural",
      input: z.strictObject({ id: z.string().min(1).max(64) }),
      errors: [SESSION_NOT_FOUND],
    }),
  },
  changePassword: mutation("POST /auth/password", {
    summary: "Sets a new password and ends the caller's other sessions.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
    errors: [INVALID_CREDENTIALS, PASSWORD_REFUSED],
  }),
};
