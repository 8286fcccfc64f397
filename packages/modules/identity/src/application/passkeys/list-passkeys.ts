import type { Actor } from "@ashlar/kernel";
import type { Passkey } from "../../domain/passkey.ts";
import type { CredentialDeps } from "../credential-deps.ts";

/** Lists the caller's passkeys, newest first. */
export const listPasskeys = (
  deps: Pick<CredentialDeps, "passkeys">,
  actor: Actor,
): Promise<readonly Passkey[]> => deps.passkeys.listOf(actor.userId);
