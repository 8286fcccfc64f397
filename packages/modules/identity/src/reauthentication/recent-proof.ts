/** How long a proof of who is calling is good for a sensitive change. */
export const proofLifetimeMs = 600_000;

/** What a live session has shown of its user. */
export type SessionProof = {
  /** When the user last proved who they are, signing in included. */
  readonly authenticatedAt: Date;
  /** When a second factor was last shown in the session; null where none was, or where one was removed since. */
  readonly factorShownAt: Date | null;
  /** The account has an app that is set up, or a passkey. */
  readonly hasFactor: boolean;
};

/**
 * Tells which proof a sensitive change still needs: of an account with a factor the factor itself, in this session and
 * within ten minutes; of any other account any proof within ten minutes.
 *
 * The password alone would otherwise take the factor off, which is what the factor is there to prevent.
 *
 * @param proof - Null for a session that has ended.
 * @returns null when nothing is missing.
 * @see NIST SP 800-63B-4, section 4.1.
 */
export function missingProof(proof: SessionProof | null, at: Date): "any" | "second-factor" | null {
  if (proof?.hasFactor) return isRecent(proof.factorShownAt, at) ? null : "second-factor";
  return isRecent(proof?.authenticatedAt ?? null, at) ? null : "any";
}

const isRecent = (authenticatedAt: Date | null, at: Date): boolean =>
  authenticatedAt !== null && at.getTime() - authenticatedAt.getTime() < proofLifetimeMs;
