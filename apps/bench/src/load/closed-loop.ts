import { percentile } from "../report/percentile.ts";

export type LoopFigures = {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Of this process, per call: what is left is waiting. */
  readonly processorUs: number;
};

/** Calls again and again, so many at once, each caller when its last call has ended. */
export async function closedLoop(
  call: () => Promise<unknown>,
  { callers, durationMs }: { readonly callers: number; readonly durationMs: number },
): Promise<LoopFigures> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const before = process.cpuUsage();
  const caller = async (): Promise<void> => {
    for (let atMs = startedMs; atMs - startedMs < durationMs; ) {
      await call();
      const endedMs = performance.now();
      latenciesMs.push(endedMs - atMs);
      atMs = endedMs;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (latenciesMs.length * 1_000) / (performance.now() - startedMs),
    p99Ms: percentile(latenciesMs, 0.99),
    processorUs: (user + system) / latenciesMs.length,
  };
}
