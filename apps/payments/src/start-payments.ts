import { resolve } from "node:path";
import { migrate, openDatabase } from "@ashlar/database";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import { type Clock, type Log, systemClock, type Tracer } from "@ashlar/kernel";
import { bindCalls, noPolicies, trpcRouter } from "@ashlar/rpc";
import { paymentsProcedures } from "./api/payments-procedures.ts";
import { serviceAuthentication } from "./api/service-authentication.ts";
import { postgresPaymentReader } from "./infrastructure/postgres-payment-reader.ts";
import { postgresPaymentWriter } from "./infrastructure/postgres-payment-writer.ts";

export type PaymentsOptions = {
  readonly databaseUrl: string;
  /** Secret that calling services send as their bearer token. */
  readonly token: string;
  readonly log: Log;
  /** Default `127.0.0.1`. */
  readonly hostname?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** How long `tok_timeout` takes to turn out authorised; default 30,000, which no client waits. */
  readonly settleAfterMs?: number;
  readonly isProduction?: boolean;
  readonly clock?: Clock;
  /** Records its part of the traces of those who call. */
  readonly tracer?: Tracer | undefined;
};

export type RunningPayments = AsyncDisposable & {
  readonly url: string;
  /** Stops accepting, lets requests end within the grace (default 5,000), closes the pool. */
  readonly stop: (graceMs?: number) => Promise<void>;
};

const migrations = resolve(import.meta.dirname, "../drizzle");

/**
 * Starts the payment provider sandbox: a service with its own contract, its own schema in whatever database it is
 * given, its own pool and its own port. It brings its schema up to date first.
 *
 * @throws Error with `code` `EADDRINUSE` when the port cannot be had.
 */
export async function startPayments(options: PaymentsOptions): Promise<RunningPayments> {
  const { databaseUrl, log, clock = systemClock, hostname = "127.0.0.1", settleAfterMs = 30_000 } = options;
  await migrate({ url: databaseUrl, folder: migrations, journalSchema: "payments", log });
  const database = openDatabase({
    url: databaseUrl,
    applicationName: "ashlar payments",
    readConnections: 1,
    writeConnections: 5,
  });
  const procedures = paymentsProcedures({
    clock,
    settleAfterMs,
    payments: postgresPaymentReader(database.read),
    transact: (work) => database.transact((tx) => work({ payments: postgresPaymentWriter(tx) })),
  });
  const calls = bindCalls(procedures, noPolicies);
  // Beyond the time that `tok_timeout` takes: it is the caller who gives up.
  const activeRequests = trackRequests(settleAfterMs + 10_000);
  const app = createApp({
    router: trpcRouter(calls),
    procedures: calls,
    authenticate: serviceAuthentication(options.token),
    sessionCookie: { name: "none", serialize: () => "", clear: () => "" },
    health: { ready: () => database.requireWritable() },
    activeRequests,
    origins: { own: [], allowed: [], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction: options.isProduction ?? false,
    limits: defaultLimits,
    tracer: options.tracer,
    log,
  });
  const server = await listen({ app, activeRequests, hostname, port: options.port ?? 0 }).catch(
    async (error) => {
      await database.close(0);
      throw error;
    },
  );
  const stop = async (graceMs = 5_000): Promise<void> => {
    await server.drain(graceMs);
    await database.close();
  };
  return { url: `http://${hostname}:${server.port}`, stop, [Symbol.asyncDispose]: () => stop(100) };
}
