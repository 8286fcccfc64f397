import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { Id } from "../schemas/ids.ts";
import { listOf } from "../schemas/list-of.ts";
import { NewPassword } from "../schemas/password.ts";
import { Email, Locale, PersonName, Role, User, UserSettings, UserStatus } from "../schemas/user.ts";
import { PASSWORD_REFUSED } from "./auth.ts";
import { EMAIL_TAKEN, LAST_ADMIN, USER_NOT_FOUND } from "./user-errors.ts";

const ById = z.strictObject({ id: Id });

export const users = {
  list: query("GET /users", {
    summary: "Lists users.",
    agents: true,
    access: "users:read",
    ...listOf(User, { sort: ["createdAt", "name", "email"], filter: { status: UserStatus, role: Role } }),
  }),
  get: query("GET /users/{id}", {
    summary: "Reads one user.",
    agents: true,
    access: "owner or users:read",
    scope: "profile:read",
    input: ById,
    output: User,
    errors: [USER_NOT_FOUND],
  }),
  create: mutation("POST /users", {
    summary: "Creates an account for another person.",
    access: "users:write",
    proof: "recent",
    idempotency: "none",
    input: z.strictObject({ email: Email, name: PersonName, password: NewPassword }),
    output: User,
    success: 201,
    errors: [EMAIL_TAKEN, PASSWORD_REFUSED],
    emits: ["user.registered"],
  }),
  update: mutation("PATCH /users/{id}", {
    summary: "Changes a user's name.",
    access: "owner or users:write",
    scope: "profile:write",
    idempotency: "natural",
    input: z.strictObject({ id: Id, name: PersonName }),
    output: User,
    errors: [USER_NOT_FOUND],
  }),
  settings: {
    get: query("GET /users/{id}/settings", {
      summary: "Reads a user's settings.",
      access: "owner or users:read",
      scope: "profile:read",
      input: ById,
      output: UserSettings,
      errors: [USER_NOT_FOUND],
    }),
    update: mutation("PATCH /users/{id}/settings", {
      summary: "Changes a user's settings.",
      access: "owner or users:write",
      scope: "profile:write",
      idempotency: "natural",
      input: z.strictObject({ id: Id, locale: Locale.optional(), wantsNews: z.boolean().optional() }),
      output: UserSettings,
      errors: [USER_NOT_FOUND],
    }),
  },
  setRoles: mutation("PUT /users/{id}/roles", {
    summary: "Replaces a user's roles; takes effect on the user's next call.",
    access: "users:admin",
    proof: "recent",
    idempotency: "natural",
    input: z.strictObject({ id: Id, roles: z.array(Role).min(1).max(4) }),
    output: User,
    errors: [USER_NOT_FOUND, LAST_ADMIN],
  }),
  deactivate: mutation("POST /users/{id}/deactivate", {
    summary: "Closes an account and ends its sessions.",
    access: "users:admin",
    proof: "recent",
    idempotency: "natural",
    input: ById,
    output: User,
    errors: [USER_NOT_FOUND, LAST_ADMIN],
    emits: ["user.deactivated"],
  }),
  endSessions: mutation("POST /users/{id}/sessions/end", {
    summary: "Ends every session of a user; the account stays open.",
    access: "users:admin",
    proof: "recent",
    idempotency: "natural",
    input: ById,
    errors: [USER_NOT_FOUND],
  }),
};
