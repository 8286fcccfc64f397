import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { PasskeyAssertion } from "../schemas/passkey.ts";
import { GivenPassword } from "../schemas/password.ts";
import { text } from "../schemas/text.ts";
import { SESSION_REQUIRED } from "./credential-errors.ts";
import { INVALID_CREDENTIALS } from "./sign-in-errors.ts";

/** `auth.reauthenticate`. */
export const reauthenticate = mutation("POST /auth/reauthenticate", {
  summary: "Re-authenticates the caller; allows sensitive changes for ten minutes.",
  description:
    "Takes exactly one proof. A code or a passkey is also a second factor shown in this session. The challenge of a passkey comes from `auth.passkeys.startLogin`.",
  access: "session",
  limit: "auth",
  idempotency: "none",
  input: z
    .strictObject({
      password: GivenPassword.optional(),
      /** Of the authenticator app, or a recovery code. */
      code: text(6, 32).optional(),
      passkey: PasskeyAssertion.optional(),
    })
    .refine((given) => Object.values(given).filter((proof) => proof !== undefined).length === 1, {
      error: "must hold exactly one of password, code and passkey",
      params: { constraint: "exactly one proof" },
    }),
  errors: [INVALID_CREDENTIALS, SESSION_REQUIRED],
  emits: ["user.credential_changed"],
});
