import { z } from "zod";

export const SecondFactor = z
  .object({
    isOn: z.boolean(),
    onSince: z.date().nullable(),
    /** Codes that are not used up, of 10. */
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: "SecondFactor" });

/** What an authenticator app is set up with: the address as a QR code, or the secret typed in. */
export const SecondFactorEnrolment = z
  .object({
    /** Base32, 160 bits. */
    secret: z.string(),
    /** `otpauth://totp/…`: SHA-1, 6 digits, 30 seconds. */
    uri: z.string(),
  })
  .meta({ id: "SecondFactorEnrolment" });

/** Each signs in once where the app is lost; told once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: "RecoveryCodes" });
