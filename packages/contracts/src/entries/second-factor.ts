import { z } from "zod";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { RecoveryCodes, SecondFactor, SecondFactorEnrolment } from "../schemas/second-factor.ts";
import { text } from "../schemas/text.ts";
import {
  CODE_REFUSED,
  REAUTHENTICATION_REQUIRED,
  SECOND_FACTOR_ALREADY_ON,
  SECOND_FACTOR_NOT_ON,
  SESSION_REQUIRED,
} from "./credential-errors.ts";

/** `auth.secondFactor.*`. */
export const secondFactor = {
  get: query("GET /auth/second-factor", {
    summary: "Tells whether the caller signs in with a second factor.",
    access: "session",
    output: SecondFactor,
    errors: [SESSION_REQUIRED],
  }),
  enrol: mutation("POST /auth/second-factor", {
    summary: "Begins to set up an authenticator app; it counts once a code of it is confirmed.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: SecondFactorEnrolment,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, SECOND_FACTOR_ALREADY_ON],
  }),
  confirm: mutation("POST /auth/second-factor/confirm", {
    summary: "Turns the second factor on by a code of the app, and hands out the recovery codes once.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    input: z.strictObject({ code: text(6, 32) }),
    output: RecoveryCodes,
    errors: [
      SESSION_REQUIRED,
      REAUTHENTICATION_REQUIRED,
      SECOND_FACTOR_ALREADY_ON,
      SECOND_FACTOR_NOT_ON,
      CODE_REFUSED,
    ],
    emits: ["user.credential_changed"],
  }),
  disable: mutation("DELETE /auth/second-factor", {
    summary: "Turns the second factor off and forgets its recovery codes.",
    access: "session",
    limit: "auth",
    idempotency: "natural",
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED],
    emits: ["user.credential_changed"],
  }),
  replaceRecoveryCodes: mutation("POST /auth/second-factor/recovery-codes", {
    summary: "Hands out ten new recovery codes; those from before are worthless.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: RecoveryCodes,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, SECOND_FACTOR_NOT_ON],
    emits: ["user.credential_changed"],
  }),
};
