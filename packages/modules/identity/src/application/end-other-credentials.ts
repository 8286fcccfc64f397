import type { CredentialWriters } from "./credential-deps.ts";

/**
 * Ends what signs in to an account beside its password: keys, passkeys, the second factor.
 *
 * For an account whose address nobody had verified, when its mail is first read: who opened it may have been somebody
 * else, who would otherwise keep a way in, or keep the address's owner out.
 */
export async function endOtherCredentials(
  { apiKeys, passkeys, secondFactors }: Pick<CredentialWriters, "apiKeys" | "passkeys" | "secondFactors">,
  userId: string,
): Promise<void> {
  await apiKeys.revokeAll(userId);
  await passkeys.removeAll(userId);
  await secondFactors.remove(userId);
}
