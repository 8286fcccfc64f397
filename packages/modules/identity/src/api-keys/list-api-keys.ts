import type { Actor } from "@ashlar/kernel";
import { requireSession } from "../sessions/require-session.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import type { ApiKey } from "./api-key.ts";

/** Lists the caller's keys, newest first. @throws SESSION_REQUIRED for an API key itself. */
export const listApiKeys = async (
  deps: Pick<CredentialDeps, "apiKeys">,
  actor: Actor,
): Promise<readonly ApiKey[]> => deps.apiKeys.listOf(requireSession(actor).userId);
