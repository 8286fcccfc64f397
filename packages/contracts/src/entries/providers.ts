import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { LinkedProvider } from "../schemas/session.ts";
import { text } from "../schemas/text.ts";
import {
  LAST_WAY_TO_SIGN_IN,
  PROVIDER_NOT_LINKED,
  REAUTHENTICATION_REQUIRED,
  SESSION_REQUIRED,
} from "./credential-errors.ts";

/** `auth.providers.*`: the caller's own accounts at other services. */
export const providers = {
  list: query("GET /auth/providers/linked", {
    summary: "Lists the provider accounts linked to the caller, newest first.",
    access: "session",
    output: z.array(LinkedProvider),
    errors: [SESSION_REQUIRED],
  }),
  remove: mutation("DELETE /auth/providers/linked/{id}", {
    summary: "Unlinks a provider account; it can no longer sign in.",
    description:
      "One with the account's own verified address is linked again when somebody signs in with it; the owner gets a mail then.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: text(1, 64) }),
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, PROVIDER_NOT_LINKED, LAST_WAY_TO_SIGN_IN],
    emits: ["user.credential_changed"],
  }),
};
