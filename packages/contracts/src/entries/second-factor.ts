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
    summary: "Returns whether the caller has a second factor.",
    access: "session",
    output: SecondFactor,
    errors: [SESSION_REQUIRED],
  }),
  enrol: mutation("POST /auth/second-factor", {
    summary: "Starts the set-up of an authenticator app; it takes effect when a code is confirmed.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: SecondFactorEnrolment,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, SECOND_FACTOR_ALREADY_ON],
  }),
  confirm: mutation("POST /auth/second-factor/confirm", {
    summary: "Enables the second factor with a code of the app; returns the recovery codes once.",
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
    summary: "Disables the second factor and deletes its recovery codes.",
    access: "session",
    limit: "auth",
    idempotency: "natural",
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED],
    emits: ["user.credential_changed"],
  }),
  replaceRecoveryCodes: mutation("POST /auth/second-factor/recovery-codes", {
    summary: "Replaces the recovery codes with ten new ones.",
    access: "session",
    limit: "auth",
    idempotency: "none",
    output: RecoveryCodes,
    errors: [SESSION_REQUIRED, REAUTHENTICATION_REQUIRED, SECOND_FACTOR_NOT_ON],
    emits: ["user.credential_changed"],
  }),
};
