import type { Actor, Clock } from "@ashlar/kernel";
import { requireSession } from "../sessions/require-session.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { ProofReader } from "./proof-ports.ts";
import { missingProof } from "./recent-proof.ts";

/**
 * Admits a change that brings the password with it: of an account with a second factor or a passkey only in a session
 * that has shown the factor within ten minutes.
 *
 * A changed password, a changed address and a closed account take more from the owner than a removed factor does.
 *
 * @param proofs - The transaction's own where the change follows in it, so that the session still lives when it is made.
 * @throws SESSION_REQUIRED for an API key, an access token and a script, and for a session that has ended.
 * @throws REAUTHENTICATION_REQUIRED naming the second factor.
 */
export async function requireShownFactor(
  { clock, proofs }: { readonly clock: Clock; readonly proofs: ProofReader },
  actor: Actor,
): Promise<void> {
  const { userId, sessionId } = requireSession(actor);
  const proof = await proofs.proofOf(userId, sessionId);
  if (proof === null) throw credentialErrors.SESSION_REQUIRED();
  if (missingProof(proof, clock.now()) === "second-factor") {
    throw credentialErrors.REAUTHENTICATION_REQUIRED({ secondFactor: "required" });
  }
}
