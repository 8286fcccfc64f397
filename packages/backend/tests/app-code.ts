import { decodeBase32IgnorePadding } from "@oslojs/encoding";
import { generateHOTP } from "@oslojs/otp";

/** The code that an authenticator app shows so many half minutes from now; one either side is taken. */
export const codeOf = (secret: string, step: number): string =>
  generateHOTP(decodeBase32IgnorePadding(secret), BigInt(Math.floor(Date.now() / 30_000) + step), 6);
