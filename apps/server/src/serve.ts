import { resolve } from "node:path";
import { composeBackend } from "@ashlar/backend";
import { listen } from "@ashlar/http";
import { createLogger, type Logger } from "@ashlar/telemetry";
import type { Env } from "./env.ts";
import { signInProviders } from "./sign-in-providers.ts";

const repository = resolve(import.meta.dirname, "../../..");

export type RunningServer = {
  readonly url: string;
  readonly log: Logger;
  /** Unready → stop accepting → drain → close pools, within the grace. */
  readonly stop: () => Promise<void>;
};

/**
 * Composes the backend and serves it.
 *
 * @throws Error naming PORT or HOST when the address cannot be listened on.
 */
export async function serve(env: Env & { readonly DATABASE_URL: string }): Promise<RunningServer> {
  const log = await createLogger({ level: env.LOG_LEVEL, format: env.LOG_FORMAT });
  const backend = await composeBackend({
    databaseUrl: env.DATABASE_URL,
    log,
    isProduction: env.isProduction,
    origins: {
      own: env.PUBLIC_URL === undefined ? [] : [env.PUBLIC_URL],
      allowed: env.CORS_ORIGINS,
      allowsLoopback: !env.isProduction,
    },
    trustedProxyHops: env.TRUST_PROXY,
    redisUrl: env.REDIS_URL,
    payments: paymentsOf(env),
    secretKeys: env.SECRET_KEY,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    mail: { from: env.MAIL_FROM, delivery: mailDelivery(env) },
    signInProviders: signInProviders(env),
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: env.HOST, port: env.PORT }).catch(
    async (error) => {
      await backend.close();
      throw new Error(unusable(env, error), { cause: error });
    },
  );
  return {
    url: `http://${env.HOST === "0.0.0.0" || env.HOST === "127.0.0.1" ? "localhost" : env.HOST}:${server.port}`,
    log,
    stop: async () => {
      backend.startDraining();
      await server.drain(env.SHUTDOWN_GRACE_SECONDS * 1_000);
      await backend.close();
    },
  };
}

/** Without a mail server the mails are kept in the data folder, where `/mailbox` shows them in development. */
const mailDelivery = ({ SMTP_URL, DATA_DIR }: Env) =>
  SMTP_URL === undefined
    ? ({ kind: "mailbox", folder: resolve(repository, DATA_DIR, "mailbox") } as const)
    : ({ kind: "smtp", url: SMTP_URL } as const);

const paymentsOf = ({ PAYMENTS_URL: url, PAYMENTS_TOKEN: token }: Env) =>
  url === undefined || token === undefined ? undefined : { url, token };

function unusable({ HOST, PORT }: Env, error: unknown): string {
  const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (code === "EADDRINUSE") return `PORT ${PORT} is in use on ${HOST}; stop what listens there or set PORT.`;
  if (code === "EACCES") return `PORT ${PORT} may not be used by this user; set PORT to 1024 or more.`;
  return `HOST ${HOST} cannot be listened on.`;
}
