import { defineErrors } from "@ashlar/kernel";
import type { PasswordRefusal } from "../passwords/password-rejection.ts";

type RefusedPassword = { readonly reason: PasswordRefusal; readonly isBreached?: true };

/** Every outcome of this module that is not success; the contract declares the same codes. */
export const identityErrors = defineErrors({
  EMAIL_TAKEN: ({ email }: { readonly email: string }) => `Another account has the email ${email}.`,
  INVALID_CREDENTIALS: () => "The email or the password is wrong.",
  PASSWORD_REFUSED: ({ reason, isBreached }: RefusedPassword) => {
    if (isBreached) return "This password is known from a breach; take another and use it nowhere any more.";
    return reason === "common"
      ? "This password is easy to guess; take another."
      : "The password must not contain the account's email or name.";
  },
  TOKEN_INVALID: () => "The link was used, is too old or was never made.",
  SESSION_NOT_FOUND: (_: { readonly sessionId: string }) => "You have no such session.",
  USER_NOT_FOUND: (_: { readonly userId: string }) => "There is no such user.",
  LAST_ADMIN: (_: { readonly userId: string }) => "The change would leave no active administrator.",
});
