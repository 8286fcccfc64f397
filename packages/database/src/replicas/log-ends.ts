/** Where the primary's log ended, over the last while. */
export type LogEnds = {
  readonly add: (positionBytes: bigint) => void;
  /** What a replica must have replayed to be less than the lag behind; null before the first was added. */
  readonly required: () => bigint | null;
  /** The newest; null before the first was added. */
  readonly newest: () => bigint | null;
  /** When the log ended where a replica is that has come so far, or before; null if that was longer ago. */
  readonly reachedAtMs: (positionBytes: bigint) => number | null;
};

/**
 * Keeps the ends of the log within the lag that is allowed.
 *
 * While the primary does not answer none is added and the last one stays, so that replicas keep serving.
 */
export function logEnds(maximumLagMs: number, nowMs: () => number = () => performance.now()): LogEnds {
  const ends: { readonly atMs: number; readonly positionBytes: bigint }[] = [];
  return {
    add: (positionBytes) => {
      const atMs = nowMs();
      ends.push({ atMs, positionBytes });
      while (ends.length > 1 && (ends[0]?.atMs ?? atMs) < atMs - maximumLagMs) ends.shift();
    },
    required: () => ends[0]?.positionBytes ?? null,
    newest: () => ends.at(-1)?.positionBytes ?? null,
    reachedAtMs: (positionBytes) => ends.findLast((end) => end.positionBytes <= positionBytes)?.atMs ?? null,
  };
}
