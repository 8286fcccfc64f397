/** How late a turn of the event loop may be before fewer requests are worked on at once. */
const targetLagMs = 20;
/** As few as this are worked on however late the loop is. */
const fewest = 32;
const probeMs = 5;

/** How many requests are worked on at once. */
export type ConcurrencyLimit = {
  readonly now: () => number;
  /** To be called at each request: the loop is only looked at while there are any. */
  readonly watch: () => void;
};

/**
 * Allows `most` while the event loop keeps up, and fewer while it does not.
 *
 * Requests that wait for a database cost nothing while they wait; those that need the processor hold up everybody's turn,
 * that of a refusal too. So the lag of the loop decides: late turns cut the limit in proportion, at most to half,
 * punctual ones raise it by an eighth. An answer then begins, and a refusal is made, within about the target.
 *
 * @param onRise - Called when there is room for more.
 */
export function concurrencyLimit(most: number, onRise: () => void): ConcurrencyLimit {
  const state = { limit: most, isProbing: false };
  const settle = (lagMs: number): void => {
    if (lagMs > targetLagMs) {
      const cut = state.limit * Math.max(0.5, targetLagMs / lagMs);
      state.limit = Math.max(Math.min(fewest, most), Math.floor(cut));
    } else if (state.limit < most) {
      state.limit = Math.min(most, Math.ceil(state.limit * 1.125));
      onRise();
    }
  };
  return {
    now: () => state.limit,
    watch: () => {
      if (state.isProbing) return;
      state.isProbing = true;
      const dueMs = performance.now() + probeMs;
      setTimeout(() => {
        state.isProbing = false;
        settle(performance.now() - dueMs);
      }, probeMs).unref();
    },
  };
}
