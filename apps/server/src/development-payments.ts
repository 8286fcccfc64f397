import { randomBytes } from "node:crypto";
import { startPayments } from "@ashlar/payments";
import { createLogger } from "@ashlar/telemetry";
import type { Env } from "./env.ts";

/** Where the server finds its payment service, as its environment says it. */
export type DevelopmentPayments = {
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** Starts the payment sandbox on a free port of this machine, unless a payment service is configured. */
export async function developmentPayments(env: Env, databaseUrl: string): Promise<DevelopmentPayments> {
  if (env.PAYMENTS_URL !== undefined) return { variables: {}, stop: async () => undefined };
  const token = env.PAYMENTS_TOKEN ?? randomBytes(24).toString("base64url");
  const log = await createLogger({ level: "warn", format: env.LOG_FORMAT });
  const { url, stop } = await startPayments({ databaseUrl, token, log });
  return { variables: { PAYMENTS_URL: url, PAYMENTS_TOKEN: token }, stop: () => stop(1_000) };
}
