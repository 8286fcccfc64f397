import type { JWK } from "jose";
import type { SigningKeys } from "./signing-keys.ts";

/** RFC 7517, section 5. */
export type JwkSet = { readonly keys: readonly JWK[] };

/** The public halves of the keys that check access tokens: the one that signs, the next, and the previous. */
export async function publicKeys(keys: SigningKeys): Promise<JwkSet> {
  const { published } = await keys.ring();
  return { keys: published.map(({ publicJwk }) => publicJwk) };
}
