import type { Actor, Clock } from "@ashlar/kernel";
import { requireSession, type SessionIdentity } from "../sessions/require-session.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import type { ProofReader } from "./proof-ports.ts";
import { missingProof, type SessionProof } from "./recent-proof.ts";

/**
 * Admits a sensitive change: by a person whose last proof of who they are, signing in included, is under ten minutes old.
 * Of an account with a second factor or a passkey the proof is that factor, shown in this session.
 *
 * A session that was found open is thus not enough to keep the account, nor is the password to take the factor off.
 *
 * @param proofs - The transaction's own where the change follows in it, so that the session still lives when it is made.
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the proof is older, naming the second factor where only that will do.
 */
export async function requireRecentAuthentication(
  { clock, proofs }: { readonly clock: Clock; readonly proofs: ProofReader },
  actor: Actor,
): Promise<SessionIdentity & { readonly hasFactor: boolean }> {
  const person = requireSession(actor);
  const proof = await proofs.proofOf(person.userId, person.sessionId);
  requireProof(proof, clock.now());
  return { ...person, hasFactor: proof?.hasFactor ?? false };
}

/** @throws REAUTHENTICATION_REQUIRED when a proof is missing; a session that has ended has none. */
export function requireProof(proof: SessionProof | null, at: Date): void {
  const missing = missingProof(proof, at);
  if (missing === "second-factor") {
    throw credentialErrors.REAUTHENTICATION_REQUIRED({ secondFactor: "required" });
  }
  if (missing !== null) throw credentialErrors.REAUTHENTICATION_REQUIRED();
}
