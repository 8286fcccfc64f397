import type { Actor, Clock } from "@ashlar/kernel";
import { credentialErrors } from "../../domain/credential-errors.ts";
import { isRecentProof } from "../../domain/recent-proof.ts";
import type { ProofReader } from "./proof-ports.ts";
import { type Person, sessionOf } from "./session-of.ts";

/**
 * Admits a sensitive change: by a person whose last proof of who they are, signing in included, is under ten minutes old.
 *
 * A session that somebody found open is thus not enough to keep the account.
 *
 * @throws SESSION_REQUIRED for an API key, an access token and a script.
 * @throws REAUTHENTICATION_REQUIRED when the proof is older.
 */
export async function recentlyProved(
  { clock, proofs }: { readonly clock: Clock; readonly proofs: ProofReader },
  actor: Actor,
): Promise<Person> {
  const person = sessionOf(actor);
  const provedAt = await proofs.provedAt(person.userId, person.sessionId);
  if (provedAt === null || !isRecentProof(provedAt, clock.now())) {
    throw credentialErrors.REAUTHENTICATION_REQUIRED();
  }
  return person;
}
