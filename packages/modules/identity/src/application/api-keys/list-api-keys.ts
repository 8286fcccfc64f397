import type { Actor } from "@ashlar/kernel";
import type { ApiKey } from "../../domain/api-key.ts";
import type { CredentialDeps } from "../credential-deps.ts";
import { sessionOf } from "../proofs/session-of.ts";

/** Lists the caller's keys, newest first. @throws SESSION_REQUIRED for an API key itself. */
export const listApiKeys = async (
  deps: Pick<CredentialDeps, "apiKeys">,
  actor: Actor,
): Promise<readonly ApiKey[]> => deps.apiKeys.listOf(sessionOf(actor).userId);
