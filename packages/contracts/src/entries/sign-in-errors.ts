import { z } from "zod";
import { defineError } from "../core/define-error.ts";

const Nothing = z.object({});

export const INVALID_CREDENTIALS = defineError(
  "INVALID_CREDENTIALS",
  401,
  "The email or password is wrong, or the account is deactivated.",
  Nothing,
);
export const SECOND_FACTOR_REQUIRED = defineError(
  "SECOND_FACTOR_REQUIRED",
  401,
  "The password is right; repeat the call with a `code`.",
  Nothing,
);
