import { passkeys } from "../../infrastructure/tables.ts";

/** The columns that a passkey's owner may see. */
export const passkeyColumns = {
  id: passkeys.id,
  userId: passkeys.userId,
  name: passkeys.name,
  createdAt: passkeys.createdAt,
  lastUsedAt: passkeys.lastUsedAt,
  isSynced: passkeys.isSynced,
} as const;

/** The columns that check its signatures. */
export const keyColumns = {
  credentialId: passkeys.credentialId,
  publicKey: passkeys.publicKey,
  counter: passkeys.counter,
  transports: passkeys.transports,
} as const;
