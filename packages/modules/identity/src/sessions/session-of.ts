import type { Actor } from "@ashlar/kernel";
import { credentialErrors } from "../shared/credential-errors.ts";

/** A person in a session: no key, no token, no script. */
export type Person = { readonly userId: string; readonly sessionId: string };

/**
 * Tells the session that the caller is in.
 *
 * Whoever holds a key or a token may use it, but not turn it into more of the kind, nor change what its owner signs in
 * with.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 */
export function sessionOf({ via, userId, sessionId }: Actor): Person {
  if (via !== "session" || sessionId === null) throw credentialErrors.SESSION_REQUIRED();
  return { userId, sessionId };
}
