import { product } from "@ashlar/kernel";
import type { LiveSession } from "./session-cache.ts";

type Validate = (token: string) => Promise<LiveSession | null>;

/**
 * Finds out what kind of credential a text is by its shape, and asks the one that knows.
 *
 * @see RFC 7515, section 3.1: a JWT has three parts; keys and session tokens have no dot.
 */
export const credentialValidator =
  (of: { readonly session: Validate; readonly apiKey: Validate; readonly accessToken: Validate }): Validate =>
  (token) => {
    if (token.startsWith(product.apiKeyPrefix)) return of.apiKey(token);
    return token.includes(".") ? of.accessToken(token) : of.session(token);
  };
