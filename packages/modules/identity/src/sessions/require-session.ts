import type { Actor } from "@ashlar/kernel";
import { credentialErrors } from "../shared/credential-errors.ts";

/** A user in a session; not an API key, an access token or a script. */
export type SessionIdentity = { readonly userId: string; readonly sessionId: string };

/**
 * Returns the session of the caller.
 *
 * A key or a token may be used, but neither creates more credentials nor changes how its owner signs in.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 */
export function requireSession({ via, userId, sessionId }: Actor): SessionIdentity {
  if (via !== "session" || sessionId === null) throw credentialErrors.SESSION_REQUIRED();
  return { userId, sessionId };
}
