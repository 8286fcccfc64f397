import type { Actor, DomainError } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/**
 * Writes down that somebody in a session could not prove who they are: it may be a session that was found open.
 *
 * @returns the error to throw.
 */
export async function recordFailedReauthentication(
  deps: Pick<IdentityDeps, "transact">,
  actor: Actor,
): Promise<DomainError> {
  await deps.transact(({ audit }) =>
    audit.record({ action: "identity.proof-refused", actor, subject: userSubject(actor.userId) }),
  );
  return identityErrors.INVALID_CREDENTIALS();
}
