import type { CredentialSink } from "@ashlar/rpc";
import type { SignedIn } from "../application/signed-in.ts";
import { userView } from "./user-view.ts";

/** Hands the session to the caller's surface, and the token to callers that keep it themselves. */
export function grantedView({ user, session }: SignedIn, credentials: CredentialSink) {
  credentials.grantSession(session.token, session.endsAt);
  return { user: userView(user), token: session.token };
}
