import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "./identity-deps.ts";
import { userSubject } from "./user-subject.ts";

/** Ends every session of the caller, this one too. */
export async function logoutEverywhere(deps: Pick<IdentityDeps, "transact">, actor: Actor): Promise<void> {
  await deps.transact(async ({ sessions, audit }) => {
    await sessions.endAll(actor.userId);
    await audit.record({
      action: "identity.signed-out-everywhere",
      actor,
      subject: userSubject(actor.userId),
    });
  });
}
