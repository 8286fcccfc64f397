import { z } from "zod";

/**
 * A password as typed at sign-in; only its size is bounded, so that old passwords keep working.
 *
 * Past the bound nothing else is looked at: the rules below would cost time in proportion to what was sent.
 */
export const GivenPassword = z
  .string()
  .min(1)
  .max(1_024, { abort: true })
  // In UTF-8 every lone surrogate is the same replacement, so two passwords would be one.
  .refine((password) => password.isWellFormed(), {
    error: "must be well-formed Unicode",
    params: { constraint: "well-formed" },
  });

const codePoints = (password: string): number => [...password.normalize("NFKC")].length;

/**
 * A password to be set: 15–256 code points after NFKC, any Unicode, no composition rules.
 *
 * @see NIST SP 800-63B-4, section 3.1.1.2.
 */
export const NewPassword = GivenPassword.refine((password) => codePoints(password) >= 15, {
  error: "must have at least 15 characters",
  params: { constraint: "min 15" },
}).refine((password) => codePoints(password) <= 256, {
  error: "must have at most 256 characters",
  params: { constraint: "max 256" },
});
