import type { Actor } from "@ashlar/kernel";
import type { IdentityDeps } from "./identity-deps.ts";

/** Ends every session of the caller, this one too. */
export async function logoutEverywhere(deps: Pick<IdentityDeps, "transact">, actor: Actor): Promise<void> {
  await deps.transact(({ sessions }) => sessions.endAll(actor.userId));
}
