import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { Id } from "../schemas/ids.ts";
import {
  Passkey,
  PasskeyAssertion,
  PasskeyCreation,
  PasskeyRegistration,
  PasskeyRequest,
} from "../schemas/passkey.ts";
import { SignedIn } from "../schemas/session.ts";
import { line } from "../schemas/text.ts";
import {
  LAST_WAY_TO_SIGN_IN,
  PASSKEY_NOT_FOUND,
  PASSKEY_REFUSED,
  REAUTHENTICATION_REQUIRED,
  SESSION_REQUIRED,
  TOO_MANY_PASSKEYS,
} from "./credential-errors.ts";

const PasskeyName = line(1, 100);

/** `auth.passkeys.*`. */
export const passkeys = {
  list: query("GET /auth/passkeys", {
    summary: "Lists the caller's passkeys, newest first.",
    access: "session",
    output: z.array(Passkey),
    errors: [SESSION_REQUIRED],
  }),
  startRegistration: mutation("POST /auth/passkeys/challenge", {
    summary: "Starts the registration of a passkey; the challenge is valid once, for five minutes.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: PasskeyCreation,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, TOO_MANY_PASSKEYS],
  }),
  register: mutation("POST /auth/passkeys", {
    summary: "Registers the passkey that the device created.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ name: PasskeyName, credential: PasskeyRegistration }),
    output: Passkey,
    success: 201,
    location: "/auth/passkeys",
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, TOO_MANY_PASSKEYS, PASSKEY_REFUSED],
    emits: ["user.credential_changed"],
  }),
  startLogin: mutation("POST /auth/passkeys/login/challenge", {
    summary: "Starts a sign-in with a passkey; the challenge is valid once, for five minutes.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    output: PasskeyRequest,
  }),
  login: mutation("POST /auth/passkeys/login", {
    summary: "Signs in with a passkey; it counts as both factors.",
    access: "public",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ credential: PasskeyAssertion }),
    output: SignedIn,
    errors: [PASSKEY_REFUSED],
    emits: ["user.signed_in"],
  }),
  rename: mutation("PATCH /auth/passkeys/{id}", {
    summary: "Renames one of the caller's passkeys.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: Id, name: PasskeyName }),
    output: Passkey,
    errors: [SESSION_REQUIRED, PASSKEY_NOT_FOUND],
  }),
  remove: mutation("DELETE /auth/passkeys/{id}", {
    summary: "Removes one of the caller's passkeys; it can no longer sign in.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: Id }),
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, PASSKEY_NOT_FOUND, LAST_WAY_TO_SIGN_IN],
    emits: ["user.credential_changed"],
  }),
};
