import { createLogger, openTracing } from "@ashlar/telemetry";
import { readEnv } from "./env.ts";
import { startPayments } from "./start-payments.ts";

/** The process of the payment sandbox: configuration → migrations → listen → drain. */
async function main(): Promise<void> {
  const env = readEnv();
  const log = await createLogger({ level: env.LOG_LEVEL, format: env.LOG_FORMAT });
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint === undefined ? null : await openTracing({ endpoint, serviceName: "payments" });
  const { url, stop } = await startPayments({
    databaseUrl: env.DATABASE_URL,
    token: env.PAYMENTS_TOKEN,
    hostname: env.HOST,
    port: env.PORT,
    settleAfterMs: env.PAYMENTS_SETTLE_SECONDS * 1_000,
    isProduction: env.NODE_ENV === "production",
    tracer: tracing?.tracer,
    log,
  });
  log.info({ url }, "payments listening");
  const end = (): void => {
    stop()
      .then(() => tracing?.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
