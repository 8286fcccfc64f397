const maximumMs = 30_000;

/**
 * Picks how long a broken stream waits before it is opened again.
 *
 * Uniform over the second half of a window that doubles with every failure, up to 30 s: after a restart of the server
 * its clients come back spread out, and none at once.
 *
 * @param retryMs - The reconnection time that the server has set; the first window.
 * @param failures - Connections in a row that brought no event; an integer, 0 or more.
 * @param retryAfterMs - What a refusal asks for, waited in full before the window; at most 30 s of it.
 * @param random - Uniform in [0, 1); injected so that a test can be exact.
 */
export function reconnectDelayMs(
  retryMs: number,
  failures: number,
  retryAfterMs: number,
  random: () => number = Math.random,
): number {
  const windowMs = Math.min(maximumMs, retryMs * 2 ** Math.min(failures, 10));
  return Math.min(maximumMs, retryAfterMs) + Math.floor(windowMs * (0.5 + random() / 2));
}
