import type { Actor } from "@ashlar/kernel";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { LinkedAccount } from "./provider-ports.ts";

/** Lists the accounts at providers that sign the caller in, newest first. */
export const listLinkedProviders = (
  deps: Pick<CredentialDeps, "userIdentities">,
  actor: Actor,
): Promise<readonly LinkedAccount[]> => deps.userIdentities.listOf(actor.userId);
