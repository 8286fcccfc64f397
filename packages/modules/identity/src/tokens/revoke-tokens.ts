import type { CredentialDeps } from "../shared/credential-deps.ts";
import { userSubject } from "../shared/user-subject.ts";

/** Ends a refresh token and all that came from it; an unknown one counts as ended (RFC 7009). */
export async function revokeTokens(
  deps: Pick<CredentialDeps, "transact">,
  refreshToken: string,
): Promise<void> {
  await deps.transact(async ({ tokenFamilies, audit }) => {
    const ended = await tokenFamilies.end(refreshToken);
    if (ended === null) return;
    const subject = userSubject(ended.userId);
    await audit.record({ action: "identity.tokens-revoked", actor: null, subject });
  });
}
