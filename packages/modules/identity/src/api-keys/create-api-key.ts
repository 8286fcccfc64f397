import { type Actor, uuidV7 } from "@ashlar/kernel";
import { grantable } from "../accounts/grantable.ts";
import { scopesOf } from "../accounts/grants.ts";
import { changingCredentials } from "../reauthentication/changing-credentials.ts";
import { requireRecentAuthentication } from "../reauthentication/require-recent-authentication.ts";
import type { CredentialDeps } from "../shared/credential-deps.ts";
import { credentialErrors } from "../shared/credential-errors.ts";
import { type ApiKey, maximumApiKeys } from "./api-key.ts";

export type CreateApiKey = {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | undefined;
};

/**
 * Makes a key of the caller.
 *
 * Keys of one person are counted under the lock of that person, so two at once do not pass the limit.
 *
 * @throws SESSION_REQUIRED or REAUTHENTICATION_REQUIRED.
 * @throws SCOPE_NOT_HELD naming the scopes that the caller may not give.
 * @throws VALIDATION_FAILED when it would have expired already.
 * @throws TOO_MANY_API_KEYS past 50.
 */
export async function createApiKey(
  deps: Pick<CredentialDeps, "clock" | "ownScopes" | "proofs" | "transact">,
  actor: Actor,
  { name, scopes, expiresAt }: CreateApiKey,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const { userId } = await requireRecentAuthentication(deps, actor);
  const grants = grantable(deps, actor, scopes);
  const at = deps.clock.now();
  if (expiresAt && expiresAt <= at) throw alreadyExpired();
  const key: ApiKey = {
    id: uuidV7(),
    userId,
    name,
    grants,
    createdAt: at,
    expiresAt: expiresAt ?? null,
    lastUsedAt: null,
  };
  return changingCredentials(deps, actor, async ({ apiKeys }) => {
    if ((await apiKeys.countOf(userId)) >= maximumApiKeys) {
      throw credentialErrors.TOO_MANY_API_KEYS({ maximum: maximumApiKeys });
    }
    const secret = await apiKeys.add(key);
    return {
      result: { key, secret },
      changed: {
        change: "api-key-created",
        label: name,
        subject: { kind: "api-key", id: key.id },
        details: { name, scopes: scopesOf(grants), expiresAt: key.expiresAt },
      },
    };
  });
}

const alreadyExpired = () =>
  credentialErrors.VALIDATION_FAILED({
    issues: [{ field: "expiresAt", constraint: "future", message: "must be in the future" }],
  });
