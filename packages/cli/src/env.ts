import { homedir } from "node:os";
import { join } from "node:path";

const { ASHLAR_URL, ASHLAR_TOKEN, ASHLAR_API_KEY, DATABASE_URL, DATA_DIR, NODE_ENV, XDG_CONFIG_HOME } =
  process.env;
const { REDIS_URL, NATS_URL, SMTP_URL, PAYMENTS_URL, OTEL_EXPORTER_OTLP_ENDPOINT } = process.env;

/** What the environment says; an empty variable counts as unset. */
export const env = {
  url: ASHLAR_URL || undefined,
  token: ASHLAR_TOKEN || undefined,
  apiKey: ASHLAR_API_KEY || undefined,
  databaseUrl: DATABASE_URL || undefined,
  dataDir: DATA_DIR || ".data",
  /** Other services by the variable that names them. */
  services: { REDIS_URL, NATS_URL, SMTP_URL, PAYMENTS_URL, OTEL_EXPORTER_OTLP_ENDPOINT },
  isProduction: NODE_ENV === "production",
  configFolder: XDG_CONFIG_HOME || join(homedir(), ".config"),
};
