import type { CredentialDeps, CredentialWriters } from "../shared/credential-deps.ts";
import type { Passkey } from "./passkey.ts";
import type { PasskeyAnswer } from "./passkey-ports.ts";

/**
 * Finds out which passkey an answer proves; the challenge is used up, whatever comes of it.
 *
 * @returns null when it proves nothing: another challenge, an unknown passkey, a wrong signature, a foreign user.
 */
export async function provePasskey(
  { ceremonies }: Pick<CredentialDeps, "ceremonies">,
  { challenges, passkeys }: Pick<CredentialWriters, "challenges" | "passkeys">,
  answer: PasskeyAnswer,
  at: Date,
): Promise<Passkey | null> {
  const challenge = ceremonies.challengeOf(answer);
  if (challenge === null || (await challenges.redeem(challenge, "prove", at)) === null) return null;
  const found = await passkeys.lock(answer.id);
  if (found === null) return null;
  const verified = await ceremonies.verifyRequest(answer, challenge, found.key, found.passkey.userId);
  if (verified === null) return null;
  await passkeys.use(found.passkey.id, verified.counter, at);
  return found.passkey;
}
