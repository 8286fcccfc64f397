/** What the answer to a challenge does. */
export const challengePurposes = ["register", "prove"] as const;

export type ChallengePurpose = (typeof challengePurposes)[number];

/** How long a challenge waits for its answer. */
export const challengeLifetimeMs = 300_000;

/** Challenges of one user that wait; a new one takes the place of the oldest beyond. */
export const maximumChallenges = 10;
