import type { CredentialWriters } from "../shared/credential-deps.ts";
import type { IdentityWriters } from "../shared/identity-deps.ts";

type End = (writers: IdentityWriters & CredentialWriters, userId: string, at: Date) => Promise<void>;

/**
 * Everything that gets into an account, or is half of something that will, and how each kind ends.
 *
 * The one list: a new kind of credential is a new line here. A test reads which tables belong to a user and fails for one
 * that is neither emptied by these nor known to be no credential. Refresh tokens are rows of their session and end with it.
 */
export const credentialKinds = {
  password: ({ users }, userId, at) => users.setPassword(userId, null, at),
  sessions: ({ sessions }, userId) => sessions.endAll(userId),
  apiKeys: ({ apiKeys }, userId) => apiKeys.revokeAll(userId),
  passkeys: ({ passkeys }, userId) => passkeys.removeAll(userId),
  passkeyChallenges: ({ challenges }, userId) => challenges.discardAll(userId),
  secondFactor: async ({ secondFactors }, userId) => void (await secondFactors.remove(userId)),
  providerAccounts: ({ userIdentities }, userId) => userIdentities.unlinkAll(userId),
  mailedLinks: ({ accountTokens }, userId) => accountTokens.discardAll(userId),
  knownPlaces: ({ signInPlaces }, userId) => signInPlaces.forgetAll(userId),
} satisfies Readonly<Record<string, End>>;
