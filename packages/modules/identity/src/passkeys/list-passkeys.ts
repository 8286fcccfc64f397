import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { Passkey } from "./passkey.ts";

/** Lists the caller's passkeys, newest first. */
export const listPasskeys = (
  deps: Pick<CredentialDeps, "passkeys">,
  actor: Actor,
): Promise<readonly Passkey[]> => deps.passkeys.listOf(actor.userId);
