import type { Clock } from "@ashlar/kernel";

/** A clock that moves only when told. */
export type FakeClock = Clock & {
  readonly advance: (durationMs: number) => void;
  readonly set: (instant: Date) => void;
};

/** @param start - Default 2026-01-01T00:00:00Z. */
export function fakeClock(start: Date = new Date("2026-01-01T00:00:00.000Z")): FakeClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance: (durationMs) => {
      nowMs += durationMs;
    },
    set: (instant) => {
      nowMs = instant.getTime();
    },
  };
}
