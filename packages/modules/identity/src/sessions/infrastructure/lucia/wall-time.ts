import type { Clock } from "@ashlar/kernel";

/** Translates between the module's clock and the clock of the machine. */
export type WallTime = { readonly toWall: (at: Date) => Date; readonly fromWall: (wall: Date) => Date };

/**
 * Lucia asks the machine for the time and cannot be told otherwise; what it gets and gives is shifted by the difference
 * between the two clocks, in whole seconds. On a clock that tells the machine's time nothing changes.
 */
export function wallTime(clock: Clock): WallTime {
  const differenceMs = (): number => Math.round((clock.now().getTime() - Date.now()) / 1_000) * 1_000;
  return {
    toWall: (at) => new Date(at.getTime() - differenceMs()),
    fromWall: (wall) => new Date(wall.getTime() + differenceMs()),
  };
}
