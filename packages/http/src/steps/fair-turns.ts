import type { RequestLoad } from "../active-requests.ts";

type Bounds = {
  /** How many may run now. */
  readonly limit: () => number;
  /** How many may wait. */
  readonly queued: number;
  /** How long one waits at most. */
  readonly waitMs: number;
};

/** How a wait ended: with a turn, without its client, at what one client may have, or at what there is for all. */
export type Waited = "admitted" | "left" | "at its share" | "too many";

/** Turns of requests, by the client that they are counted for. */
export type FairTurns = {
  /** Begins a turn if there is one now; each that began must be released. */
  readonly take: (client: string) => boolean;
  /** Waits for a turn, within the bounds of the queue and of the time. */
  readonly wait: (client: string, signal: AbortSignal) => Promise<Waited>;
  readonly release: (client: string) => void;
  /** To be called when the limit has risen. */
  readonly admit: () => void;
};

/** Of the turns, and of the places in the queue, that one client may have; the rest is for the others. */
export const shareOf = (bound: number): number => Math.ceil((bound * 3) / 4);

/**
 * Shares turns among clients: those that wait are admitted client by client in rotation, the oldest of each first, and no
 * client has more than its share of turns or of the queue, so that one alone never shuts out the others.
 *
 * Every step takes constant time: at most one client can be at its share.
 *
 * @param load - Where the number of those that run and wait is kept.
 */
export function fairTurns(bounds: Bounds, load: Pick<RequestLoad, "running" | "waiting">): FairTurns {
  const running = new Map<string, number>();
  // A set keeps the order of arrival, and any member leaves it in constant time.
  const lines = new Map<string, Set<(how: Waited) => void>>();

  const take = (client: string): boolean => {
    const limit = bounds.limit();
    const own = running.get(client) ?? 0;
    if (load.running >= limit || own >= shareOf(limit)) return false;
    load.running += 1;
    running.set(client, own + 1);
    return true;
  };
  const admit = (): void => {
    // A line that goes to the end of the map is visited again, until nobody more can be admitted.
    for (const [client, line] of lines) {
      const [oldest] = line;
      if (oldest === undefined || !take(client)) continue;
      lines.delete(client);
      if (line.size > 1) lines.set(client, line);
      oldest("admitted");
    }
  };
  const refusal = (client: string, ownInLine: number): Waited => {
    const isAtShare = (running.get(client) ?? 0) >= shareOf(bounds.limit());
    return isAtShare || ownInLine >= shareOf(bounds.queued) ? "at its share" : "too many";
  };
  return {
    take,
    admit,
    wait: (client, signal) => {
      const line = lines.get(client) ?? new Set();
      if (signal.aborted) return Promise.resolve("left");
      if (load.waiting >= bounds.queued || line.size >= shareOf(bounds.queued))
        return Promise.resolve(refusal(client, line.size));
      return new Promise((resolve) => {
        const settle = (how: Waited): void => {
          line.delete(settle);
          if (line.size === 0) lines.delete(client);
          load.waiting -= 1;
          clearTimeout(timer);
          signal.removeEventListener("abort", leave);
          resolve(how);
        };
        const leave = (): void => settle("left");
        const timer = setTimeout(() => settle(refusal(client, line.size)), bounds.waitMs);
        signal.addEventListener("abort", leave, { once: true });
        line.add(settle);
        lines.set(client, line);
        load.waiting += 1;
      });
    },
    release: (client) => {
      load.running -= 1;
      const left = (running.get(client) ?? 1) - 1;
      if (left === 0) running.delete(client);
      else running.set(client, left);
      if (load.waiting > 0) admit();
    },
  };
}
