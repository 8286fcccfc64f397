import { randomBytes } from "node:crypto";
import { decodeBase32IgnorePadding, encodeBase32UpperCaseNoPadding } from "@oslojs/encoding";
import { createTOTPKeyURI, verifyHOTP } from "@oslojs/otp";
import { stepsAround } from "../second-factor.ts";
import type { TotpCodes } from "../second-factor-ports.ts";

const digits = 6;
const stepSeconds = 30;

/**
 * Codes by @oslojs/otp.
 *
 * Its own TOTP functions ask the machine for the time and do not tell which step matched, so each step's HOTP is
 * compared, in constant time.
 *
 * @param issuer - What the app shows beside the account.
 * @see RFC 6238; RFC 4226, appendix D, has the numbers of the test.
 */
export const osloTotpCodes = (issuer: string): TotpCodes => ({
  newSecret: () => encodeBase32UpperCaseNoPadding(randomBytes(20)),
  uri: (secret, account) =>
    createTOTPKeyURI(issuer, account, decodeBase32IgnorePadding(secret), stepSeconds, digits),
  matchingStep: (secret, typed, at) => {
    const code = typed.replaceAll(" ", "");
    if (!/^\d{6}$/.test(code)) return null;
    const key = decodeBase32IgnorePadding(secret);
    const matching = stepsAround(at).filter(
      (step) => step >= 0 && verifyHOTP(key, BigInt(step), digits, code),
    );
    return matching.at(-1) ?? null;
  },
});
