import type { Logger } from "@ashlar/telemetry";

/**
 * Stops cleanly on SIGTERM and SIGINT, and after a bug that nobody caught.
 *
 * A second signal ends the process at once.
 */
export function stopOnSignals(stop: () => Promise<void>, log: Logger): void {
  const state = { isStopping: false };
  const stopWith = (exitCode: number): void => {
    if (state.isStopping) process.exit(exitCode);
    state.isStopping = true;
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
