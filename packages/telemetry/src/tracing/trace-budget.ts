/** Takes one from the budget; false when it is spent. */
export type TraceBudget = (nowMs: number) => boolean;

/**
 * Bounds how many traces are recorded, so that tracing costs the same however high the load is.
 *
 * A token bucket: `perSecond` in a burst, then `perSecond` a second.
 *
 * @param perSecond - 0 or more; 0 records none.
 */
export function traceBudget(perSecond: number): TraceBudget {
  let left = perSecond;
  let filledMs = 0;
  return (nowMs) => {
    left = Math.min(perSecond, left + ((nowMs - filledMs) / 1_000) * perSecond);
    filledMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
