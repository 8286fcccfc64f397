import type { CredentialWriters } from "../credential-deps.ts";

/** Tells whether an account can prove more than a password or a provider: by an app that is set up, or by a passkey. */
export const hasFactor = async (
  { secondFactors, passkeys }: Pick<CredentialWriters, "secondFactors" | "passkeys">,
  userId: string,
): Promise<boolean> => (await secondFactors.isOn(userId)) || (await passkeys.countOf(userId)) > 0;
