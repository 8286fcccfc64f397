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
    summary: "Asks the caller's device for a new passkey; the challenge lasts five minutes and works once.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: PasskeyCreation,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, TOO_MANY_PASSKEYS],
  }),
  register: mutation("POST /auth/passkeys", {
    summary: "Adds the passkey that the device has made.",
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
    summary: "Asks a device for whichever passkey it has; the challenge lasts five minutes and works once.",
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
    summary: "Gives one of the caller's passkeys another name.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: Id, name: PasskeyName }),
    output: Passkey,
    errors: [SESSION_REQUIRED, PASSKEY_NOT_FOUND],
  }),
  remove: mutation("DELETE /auth/passkeys/{id}", {
    summary: "Removes one of the caller's passkeys; it signs nobody in any more.",
    access: "session",
    idempotency: "natural",
    input: z.strictObject({ id: Id }),
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, PASSKEY_NOT_FOUND, LAST_WAY_TO_SIGN_IN],
    emits: ["user.credential_changed"],
  }),
};
