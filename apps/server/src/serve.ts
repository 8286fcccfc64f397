import { resolve } from "node:path";
import { type BackendConfig, composeBackend } from "@ashlar/backend";
import { type HttpServer, listen } from "@ashlar/http";
import { createLogger, type Logger, standardOutput } from "@ashlar/telemetry";
import type { Env } from "./env.ts";
import { openObservability } from "./observability.ts";
import { readOperations } from "./read-operations.ts";
import { serveOperations } from "./serve-operations.ts";
import { signInProviders } from "./sign-in-providers.ts";
import { requireFreeAddress, unusableAddress } from "./unusable-address.ts";
import { requireUsableFolder } from "./usable-folder.ts";

const repository = resolve(import.meta.dirname, "../../..");

export type RunningServer = {
  readonly url: string;
  readonly log: Logger;
  /** Unready → stop accepting → drain → close pools, within the grace. */
  readonly stop: () => Promise<void>;
};

/**
 * Composes the backend and serves it in its role: an `api` serves requests, a `worker` does jobs and serves health and
 * metrics alone, `all` does both.
 *
 * @throws Error naming PORT, METRICS_PORT or HOST when the address cannot be listened on.
 */
export async function serve(env: Env & { readonly DATABASE_URL: string }): Promise<RunningServer> {
  const destination = standardOutput();
  // Before anything is opened that a failure would have to close.
  await requireFreeAddress("PORT", env.PORT, env.HOST);
  if (env.METRICS_PORT !== undefined) await requireFreeAddress("METRICS_PORT", env.METRICS_PORT, env.HOST);
  const log = await createLogger({ level: env.LOG_LEVEL, format: env.LOG_FORMAT, destination });
  if (env.isProduction && env.SECRET_KEY.length === 0) log.warn({}, keptKeyWarning);
  if (env.isProduction && env.SMTP_URL === undefined) log.warn({}, keptMailWarning);
  if (env.SMTP_URL === undefined) await requireUsableFolder("DATA_DIR", resolve(repository, env.DATA_DIR));
  const { metrics, tracing } = await openObservability(env);
  metrics.watch({ droppedLogLines: destination.droppedLines });
  const backend = await composeBackend({
    databaseUrl: env.DATABASE_URL,
    retentionUrl: env.ROLE === "api" ? undefined : env.DATABASE_RETENTION_URL,
    log,
    isProduction: env.isProduction,
    origins: {
      own: env.PUBLIC_URL === undefined ? [] : [env.PUBLIC_URL],
      allowed: env.CORS_ORIGINS,
      requestHeaders: env.CORS_HEADERS,
      allowsLoopback: !env.isProduction,
    },
    protocols: env.SURFACES.filter((name) => name === "mcp" || name === "graphql"),
    graphqlOperations:
      env.GRAPHQL_OPERATIONS === undefined ? undefined : await readOperations(env.GRAPHQL_OPERATIONS),
    cookieSameSite: env.COOKIE_SAME_SITE,
    trustedProxyHops: env.TRUST_PROXY,
    trpcDirect: env.TRPC_DIRECT,
    redisUrl: env.REDIS_URL,
    replicaUrls: env.DATABASE_REPLICA_URLS,
    writeConnections: env.DATABASE_WRITE_CONNECTIONS,
    isCached: env.CACHE,
    maximumCacheBytes: env.CACHE_MEMORY_MIB * 2 ** 20,
    retention: {
      eventMonths: env.RETENTION_EVENT_MONTHS,
      auditMonths: env.RETENTION_AUDIT_MONTHS,
      deadLetterDays: env.RETENTION_DEAD_LETTER_DAYS,
    },
    natsUrl: env.NATS_URL,
    kafka: kafkaOf(env),
    webhooksReachLoopback: env.WEBHOOKS_ALLOW_LOOPBACK,
    payments: paymentsOf(env),
    secretKeys: env.SECRET_KEY,
    breachedPasswords:
      env.BREACHED_PASSWORDS_URL === undefined ? undefined : { url: env.BREACHED_PASSWORDS_URL },
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    mail: { from: env.MAIL_FROM, delivery: mailDelivery(env) },
    secondFactorRoles: env.SECOND_FACTOR_ROLES,
    signInProviders: signInProviders(env),
    runsJobs: env.ROLE !== "api",
    metrics,
    tracer: tracing?.tracer,
  });
  const { app, activeRequests } = backend;
  const { ROLE, HOST: hostname, PORT: port, METRICS_PORT } = env;
  const servers: HttpServer[] = [];
  const operationsAt = (at: number) => serveOperations(backend, { metrics, log, hostname, port: at });
  const close = async (): Promise<void> => {
    await backend.close();
    await tracing?.close();
  };
  const listening = async (
    name: string,
    at: number,
    begin: () => Promise<HttpServer>,
  ): Promise<HttpServer> => {
    try {
      const server = await begin();
      servers.push(server);
      return server;
    } catch (error) {
      await Promise.all(servers.map((each) => each.drain(0)));
      await close();
      throw new Error(unusableAddress(name, at, hostname, error), { cause: error });
    }
  };
  const server = await listening("PORT", port, () =>
    ROLE === "worker" ? operationsAt(port) : listen({ app, activeRequests, log, hostname, port }),
  );
  if (METRICS_PORT !== undefined)
    await listening("METRICS_PORT", METRICS_PORT, () => operationsAt(METRICS_PORT));
  return {
    url: `http://${env.HOST === "0.0.0.0" || env.HOST === "127.0.0.1" ? "localhost" : env.HOST}:${server.port}`,
    log,
    stop: async () => {
      backend.startDraining();
      await server.drain(env.SHUTDOWN_GRACE_SECONDS * 1_000);
      await close();
      await Promise.all(servers.map((each) => each.drain(0)));
    },
  };
}

const keptKeyWarning =
  "SECRET_KEY is not set: a copy of the database holds the key to its own secrets; see docs/guides/keys-and-tokens.md";

const keptMailWarning = "SMTP_URL is not set: mails are kept in DATA_DIR and nobody gets them";

/** Without a mail server the mails are kept in the data folder, where `/mailbox` shows them in development. */
const mailDelivery = ({ SMTP_URL, DATA_DIR }: Env) =>
  SMTP_URL === undefined
    ? ({ kind: "mailbox", folder: resolve(repository, DATA_DIR, "mailbox") } as const)
    : ({ kind: "smtp", url: SMTP_URL } as const);

const paymentsOf = ({ PAYMENTS_URL: url, PAYMENTS_TOKEN: token }: Env) =>
  url === undefined || token === undefined ? undefined : { url, token };

const kafkaOf = (env: Env): BackendConfig["kafka"] =>
  env.KAFKA_BROKERS.length === 0
    ? undefined
    : {
        brokers: env.KAFKA_BROKERS,
        topic: env.KAFKA_TOPIC,
        isEncrypted: env.KAFKA_TLS,
        sasl: kafkaAccountOf(env),
      };

const kafkaAccountOf = ({
  KAFKA_SASL: mechanism,
  KAFKA_USERNAME: username,
  KAFKA_PASSWORD: password,
}: Env) => (username === undefined || password === undefined ? undefined : { mechanism, username, password });
