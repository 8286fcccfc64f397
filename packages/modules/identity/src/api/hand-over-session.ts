import type { CredentialSink } from "@ashlar/rpc";
import { userView } from "../accounts/user-view.ts";
import { logout } from "../sessions/logout.ts";
import type { SignedIn } from "../sessions/signed-in.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";

/**
 * Hands a new session to the caller's surface, and its token to callers that keep it themselves. The session whose place
 * it takes in a browser ends, as nobody else would end it.
 *
 * @see OWASP ASVS 5.0, 7.2.4.
 */
export async function handOverSession(
  deps: Pick<IdentityDeps, "transact">,
  { user, session }: SignedIn,
  credentials: CredentialSink,
) {
  const replaced = credentials.replaced();
  if (replaced !== null) await logout(deps, replaced);
  credentials.grantSession(session.token, session.endsAt);
  return { user: userView(user), token: session.token };
}
