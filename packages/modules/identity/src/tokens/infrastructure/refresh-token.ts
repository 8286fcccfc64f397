import { randomBytes } from "node:crypto";
import { secretHash } from "../../infrastructure/secret-hash.ts";

/** The hashes of a refresh token's two secrets: the one that stays, and the one that changes. */
export type RefreshHashes = { readonly familyHash: string; readonly currentHash: string };

/** 256 bits each. */
const newSecret = (): string => randomBytes(32).toString("base64url");

/** Makes a refresh token, of a new family or of the one that a token belongs to. */
export function newRefreshToken(former?: string): RefreshHashes & { readonly refreshToken: string } {
  const family = former?.split(".")[0] ?? newSecret();
  const current = newSecret();
  return {
    refreshToken: `${family}.${current}`,
    familyHash: secretHash(family),
    currentHash: secretHash(current),
  };
}

const shape = /^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/;

/** @returns null for a text that cannot be a refresh token. */
export function refreshHashes(refreshToken: string): RefreshHashes | null {
  if (!shape.test(refreshToken)) return null;
  const [family = "", current = ""] = refreshToken.split(".");
  return { familyHash: secretHash(family), currentHash: secretHash(current) };
}
