import { hash } from "node:crypto";

/**
 * SHA-256 of a session token in base64url, 43 characters: all that is kept of it.
 *
 * A plain hash is enough: the token is 200 random bits, so there is nothing to guess.
 */
export const tokenHash = (token: string): string => hash("sha256", token, "base64url");
