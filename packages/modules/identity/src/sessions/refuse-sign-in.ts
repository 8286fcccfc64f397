import type { DomainError } from "@ashlar/kernel";
import { identityErrors } from "../shared/errors.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/**
 * Writes a failed sign-in down; the same work whether the account exists or not. What was typed is not kept: it may be
 * a password.
 *
 * @returns the error to throw.
 */
export async function refuseSignIn(
  deps: Pick<IdentityDeps, "transact">,
  userId: string | null,
): Promise<DomainError> {
  await deps.transact(({ audit }) =>
    audit.record({
      action: "identity.sign-in-refused",
      actor: null,
      subject: userSubject(userId ?? "unknown"),
    }),
  );
  return identityErrors.INVALID_CREDENTIALS();
}
