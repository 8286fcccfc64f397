import { hash } from "node:crypto";

/**
 * SHA-256 in base64url, 43 characters: all that is kept of a secret of 256 random bits.
 *
 * A plain hash is enough where there is nothing to guess; passwords have their own.
 */
export const secretHash = (secret: string): string => hash("sha256", secret, "base64url");
