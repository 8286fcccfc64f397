/** How long a proof of who is calling is good for a sensitive change. */
export const proofLifetimeMs = 600_000;

/** Tells whether somebody who proved at `provedAt` who they are may still change something sensitive at `at`. */
export const isRecentProof = (provedAt: Date, at: Date): boolean =>
  at.getTime() - provedAt.getTime() < proofLifetimeMs;
