/** What the answer to a challenge does. */
export const challengePurposes = ["register", "prove"] as const;

export type ChallengePurpose = (typeof challengePurposes)[number];

/** How long a challenge waits for its answer. */
export const challengeLifetimeMs = 300_000;
