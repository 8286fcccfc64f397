import type { Actor, Clock } from "@ashlar/kernel";
import type { ProofReader } from "./proof-ports.ts";
import { demandProof } from "./recently-proved.ts";

/**
 * Admits a call whose entry asks for a recent proof.
 *
 * A session must have proved within ten minutes who is in it; an access token is judged by the session behind it. An API
 * key was made with such a proof and its scopes for calls without a person, so it passes, as the service itself does.
 *
 * @throws REAUTHENTICATION_REQUIRED when the proof is older, naming the second factor where only that will do.
 */
export async function proofAsked(
  { clock, proofs }: { readonly clock: Clock; readonly proofs: ProofReader },
  { via, userId, sessionId }: Actor,
): Promise<void> {
  if (via === "api-key" || via === "system") return;
  demandProof(sessionId === null ? null : await proofs.proofOf(userId, sessionId), clock.now());
}
