import type { Actor, Clock } from "@ashlar/kernel";
import type { ProofReader } from "./proof-ports.ts";
import { requireProof } from "./require-recent-authentication.ts";

/**
 * Admits a call whose entry asks for a recent proof.
 *
 * A session must have proved within ten minutes who is in it; an access token is judged by the session behind it. An API
 * key was made with such a proof and its scopes for calls without a person, so it passes, as the service itself does.
 *
 * @throws REAUTHENTICATION_REQUIRED when the proof is older, naming the second factor where only that will do.
 */
export async function requireRecentProof(
  { clock, proofs }: { readonly clock: Clock; readonly proofs: ProofReader },
  { via, userId, sessionId }: Actor,
): Promise<void> {
  if (via === "api-key" || via === "system") return;
  requireProof(sessionId === null ? null : await proofs.proofOf(userId, sessionId), clock.now());
}
