import { product } from "@ashlar/kernel";
import { isApiKeySecret } from "../../api-keys/infrastructure/api-key-secret.ts";

/** Where a credential arrived. */
export type CredentialKind = "cookie" | "bearer" | "api-key";

/**
 * Whether a text may arrive there at all: a cookie is a session's, `X-API-Key` is a key's, a bearer is any.
 *
 * What arrives in the wrong place is nobody's, however good it is elsewhere.
 */
export function isOfKind(text: string, kind: CredentialKind): boolean {
  if (kind === "api-key") return isApiKeySecret(text);
  return kind === "bearer" || !(text.startsWith(product.apiKeyPrefix) || text.includes("."));
}
