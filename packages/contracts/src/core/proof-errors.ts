import { z } from "zod";
import { defineError } from "./define-error.ts";

/** For an entry that asks for a recent proof; `mutation` adds it to its own errors. */
export const REAUTHENTICATION_REQUIRED = defineError(
  "REAUTHENTICATION_REQUIRED",
  403,
  "The caller has not proved who they are for too long, or not by a second factor; call `auth.reauthenticate` and repeat.",
  z.object({
    maximumAgeSeconds: z.int(),
    /** The password will not do; a code or a passkey will. */
    secondFactor: z.literal("required").optional(),
  }),
);

/** The errors of an entry, with the one of the proof where it asks for one. */
export type WithProofErrors<Asked, E extends readonly unknown[]> = Asked extends "recent"
  ? readonly [...E, typeof REAUTHENTICATION_REQUIRED]
  : E;
