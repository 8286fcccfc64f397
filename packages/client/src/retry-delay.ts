/** Longest wait that a server may ask for with `Retry-After` before the error is given to the caller instead. */
export const maximumRetryAfterMs = 10_000;

const baseMs = 200;
const capMs = 2_000;

/**
 * Picks how long a failed query waits before its next attempt.
 *
 * Full jitter: uniform over a window that doubles, so clients that failed together do not return together. What the
 * server asks for is waited in full, and the window is added to it.
 *
 * @param attempt - Attempts already made; an integer, 1 or more.
 * @param retryAfterMs - What the server asks for; 0 where it asks for nothing.
 * @param random - Uniform in [0, 1); injected so that a test can be exact.
 * @see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export const retryDelayMs = (
  attempt: number,
  retryAfterMs: number,
  random: () => number = Math.random,
): number => retryAfterMs + Math.floor(random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
