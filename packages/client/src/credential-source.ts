/** A secret, or how to get the current one; nothing is sent where it is null, undefined or empty. */
export type CredentialSource = string | (() => Secret | Promise<Secret>);

type Secret = string | null | undefined;

/** Reads the secret of this moment; a function is asked again for every request. */
export const currentSecret = async (source: CredentialSource | undefined): Promise<Secret> =>
  typeof source === "function" ? source() : source;
