import type { Logger } from "@ashlar/telemetry";

const repeatedSignalMs = 1_000;

/**
 * Stops cleanly on SIGTERM and SIGINT, and after a bug that nobody caught.
 *
 * A second signal ends the process at once, unless it comes so soon that it is the same request: a terminal and a
 * supervisor both pass Ctrl-C on.
 */
export function stopOnSignals(stop: () => Promise<void>, log: Logger): void {
  const state = { stoppingSinceMs: Number.NaN };
  const stopWith = (exitCode: number): void => {
    if (performance.now() - state.stoppingSinceMs > repeatedSignalMs) process.exit(exitCode);
    if (!Number.isNaN(state.stoppingSinceMs)) return;
    state.stoppingSinceMs = performance.now();
    stop().then(
      () => process.exit(exitCode),
      (error) => {
        log.fatal({ error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      log.info({ signal }, "stopping");
      stopWith(0);
    });
  }
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ error }, "a bug reached the top; stopping");
      stopWith(1);
    });
  }
}
