/**
 * Picks how long to wait before the next attempt.
 *
 * Full jitter: uniform over a window that doubles, so callers that failed together do not return together.
 *
 * @param attempt - Attempts already made; an integer, 1 or more.
 * @param baseMs - The first window.
 * @param capMs - The widest window.
 * @param random - Uniform in [0, 1); injected so that a test can be exact.
 * @see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function jitteredDelayMs(
  attempt: number,
  baseMs: number,
  capMs: number,
  random: () => number = Math.random,
): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
}
