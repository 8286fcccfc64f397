import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";

/** Asks for the mail that verifies the caller's address; does nothing once it is verified. */
export async function resendVerification(
  deps: Pick<IdentityDeps, "users" | "transact">,
  actor: Actor,
): Promise<void> {
  const user = await deps.users.find(actor.userId);
  if (user === null || user.emailVerifiedAt !== null) return;
  await deps.transact(({ accountMail }) => accountMail.verification(user.id));
}
