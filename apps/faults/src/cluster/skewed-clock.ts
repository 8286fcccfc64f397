import { clockSkewMs } from "../env.ts";

/**
 * Loaded before a process's own code (`node --import`): its clock is off by `CLOCK_SKEW_MS`.
 *
 * Only what tells the date is; timers and `performance.now` go by the machine's monotonic clock, which nobody sets.
 */
const skewMs = clockSkewMs();
const trueNow = Date.now.bind(Date);
const now = (): number => trueNow() + skewMs;

if (skewMs !== 0) {
  globalThis.Date = new Proxy(Date, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}
