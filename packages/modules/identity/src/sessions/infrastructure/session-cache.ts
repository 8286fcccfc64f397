import type { Actor, Clock } from "@ashlar/kernel";
import type { SessionChange } from "./session-channel.ts";

/** A session as it was when it was read. */
export type LiveSession = { readonly actor: Actor; readonly expiresAt: Date };

export type SessionCache = {
  /** Who the token stands for; null for nobody. Rejects as the load does. */
  readonly resolve: (token: string) => Promise<Actor | null>;
  /** Forgets what the change has made wrong, also where it is still being read. */
  readonly forget: (change: SessionChange) => void;
  readonly clear: () => void;
};

type Options = {
  readonly load: (token: string) => Promise<LiveSession | null>;
  readonly clock: Clock;
  /** Default 900: a revoked session is refused within one second although no notification arrives. */
  readonly ttlMs?: number;
  /** Default 10,000; past it the oldest goes. */
  readonly maximumEntries?: number;
  /** A clock that never steps back. */
  readonly monotonicMs?: () => number;
};

type Entry = {
  /** Made once: a hit allocates nothing. */
  readonly answer: Promise<Actor>;
  readonly actor: Actor;
  readonly freshUntilMs: number;
  readonly expiresAtMs: number;
};

type Flight = { readonly startedMs: number; readonly answer: Promise<Actor | null> };

/**
 * Remembers sessions by their token for less than a second, in memory only.
 *
 * A hit costs one look-up in a map: no hash, no query. Misses of one token at once share one load. What is remembered is
 * never older than `ttlMs`, counted from the start of its load, and a load that a change overtakes is not remembered.
 * Unknown tokens are not remembered either, so nobody can push the known ones out by guessing.
 */
export function sessionCache(options: Options): SessionCache {
  const {
    load,
    clock,
    ttlMs = 900,
    maximumEntries = 10_000,
    monotonicMs = () => performance.now(),
  } = options;
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Flight>();
  let changes = 0;

  const remember = (token: string, { actor, expiresAt }: LiveSession, startedMs: number): void => {
    entries.delete(token);
    const oldest = entries.size >= maximumEntries ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    const freshUntilMs = startedMs + ttlMs;
    entries.set(token, {
      answer: Promise.resolve(actor),
      actor,
      freshUntilMs,
      expiresAtMs: expiresAt.getTime(),
    });
  };

  const take = async (token: string, startedMs: number): Promise<Actor | null> => {
    const changesBefore = changes;
    try {
      const live = await load(token);
      if (live === null) entries.delete(token);
      else if (changes === changesBefore) remember(token, live, startedMs);
      return live?.actor ?? null;
    } finally {
      if (flights.get(token)?.startedMs === startedMs) flights.delete(token);
    }
  };

  return {
    resolve: (token) => {
      const nowMs = monotonicMs();
      const entry = entries.get(token);
      if (entry && nowMs < entry.freshUntilMs && clock.now().getTime() < entry.expiresAtMs)
        return entry.answer;
      const flight = flights.get(token);
      if (flight && nowMs - flight.startedMs < ttlMs) return flight.answer;
      const answer = take(token, nowMs);
      flights.set(token, { startedMs: nowMs, answer });
      return answer;
    },
    forget: ({ kind, id }) => {
      changes += 1;
      flights.clear();
      for (const [token, { actor }] of entries) {
        if (kind === "user" ? actor.userId === id : actor.sessionId === id) entries.delete(token);
      }
    },
    clear: () => {
      changes += 1;
      flights.clear();
      entries.clear();
    },
  };
}
