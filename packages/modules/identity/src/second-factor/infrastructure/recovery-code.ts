import { randomBytes } from "node:crypto";
import { encodeBase32LowerCaseNoPadding } from "@oslojs/encoding";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { recoveryLetters } from "../second-factor.ts";

/**
 * 120 random bits as four groups of six letters: `abcdef-…`, 27 characters.
 *
 * From 112 bits on a plain hash is enough to keep (ASVS 5.0, 6.5.2), and nobody types one twice.
 */
export function newRecoveryCode(): string {
  const letters = encodeBase32LowerCaseNoPadding(randomBytes(15));
  return letters.replace(/.{6}(?=.)/g, "$&-");
}

export const recoveryCodeHash = (typed: string): string => secretHash(recoveryLetters(typed));
