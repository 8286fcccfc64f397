const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long each of the ten attempts waits after the one before: three days and four hours in all. */
const waitsMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** Also the most that an endpoint's `Retry-After` is waited for. */
export const longestWaitMs = 24 * hourMs;

/**
 * How long a delivery waits for its next attempt; null when it has had them all.
 *
 * Up to a tenth is added at random, so that deliveries which failed together do not return together.
 *
 * @param attempts - Attempts already made; an integer, 0 or more.
 * @param random - Uniform in [0, 1); injected so that a test can be exact.
 * @see Standard Webhooks, "Retry schedule": https://www.standardwebhooks.com
 */
export function retryDelayMs(attempts: number, random: () => number): number | null {
  const waitMs = waitsMs[attempts];
  return waitMs === undefined ? null : Math.floor(waitMs * (1 + random() / 10));
}
