import type { AppRouter } from "@ashlar/contracts";
import type { DatabaseConnection } from "@ashlar/database";
import {
  countDeprecatedCalls,
  createApp,
  defaultLimits,
  type HealthChecks,
  trackRequests,
} from "@ashlar/http";
import type { Mailbox } from "@ashlar/notifications";
import { chargeCalls, defaultRateLimits, holdStreams, openBudgets } from "@ashlar/resilience";
import { bindCalls, trpcRouter } from "@ashlar/rpc";
import { createSpine, keepEverything } from "@ashlar/spine";
import type { BackendConfig } from "./backend-config.ts";
import { composeModules } from "./compose-modules.ts";
import { observeCalls } from "./observe-calls.ts";
import { openData } from "./open-data.ts";
import { protocolSurfaces } from "./protocol-surfaces.ts";
import { readiness } from "./readiness.ts";
import { refuseDemoAccounts } from "./refuse-demo-accounts.ts";
import { relayEvents } from "./relay-events.ts";
import { watchBackend } from "./watch-backend.ts";

export type Backend = {
  readonly app: ReturnType<typeof createApp>;
  readonly router: AppRouter;
  readonly database: DatabaseConnection;
  readonly activeRequests: ReturnType<typeof trackRequests>;
  readonly health: HealthChecks;
  /** Null where mails are really sent. */
  readonly mailbox: Mailbox | null;
  /** Makes `/health/ready` say no, so that no new request is sent here. */
  readonly startDraining: () => void;
  readonly close: () => Promise<void>;
};

/** Puts the system together; the one place that knows every module. */
export async function composeBackend(config: BackendConfig): Promise<Backend> {
  const { log, isProduction, retention = keepEverything, metrics, tracer } = config;
  const { database, retentionDatabase, cache, clock, close: closeData } = await openData(config);
  if (isProduction) {
    await refuseDemoAccounts(database).catch(async (error: unknown) => {
      await closeData();
      throw error;
    });
  }
  const spine = createSpine({
    database,
    retentionDatabase,
    log,
    clock,
    retention,
    tracer,
    observe: metrics?.observeAttempt,
  });
  const budgets = await openBudgets({ redisUrl: config.redisUrl, log });
  const { rateLimits = defaultRateLimits } = config;
  const charge = chargeCalls(rateLimits, budgets);
  const modules = composeModules(config, { database, cache, spine, clock, charge });
  const { identity, hashing, notifications, procedures, surfaces, peers, sealer } = modules;
  const holdStream = holdStreams(rateLimits.streams);
  const deprecated = countDeprecatedCalls(clock);
  const observe = observeCalls({ log, metrics, deprecated });
  const { proved } = identity;
  const calls = bindCalls(procedures, {
    charge,
    observe,
    proved,
    holdStream,
    once: spine.once,
    cursors: sealer,
  });
  const router = trpcRouter(calls);
  const activeRequests = trackRequests(config.requestTimeoutMs ?? 15_000);
  const { health, startDraining } = readiness(database);
  const app = createApp({
    router,
    procedures: calls,
    authenticate: identity.authenticate,
    sessionCookie: identity.sessionCookie,
    surfaces: [...surfaces, ...protocolSurfaces(config, calls, sealer)],
    health,
    activeRequests,
    origins: config.origins,
    trustedProxyHops: config.trustedProxyHops,
    trpcDirect: config.trpcDirect ?? true,
    isProduction,
    limits: defaultLimits,
    metrics,
    tracer,
    log,
  });
  const stopListening = await identity.listen();
  const worker = config.runsJobs === false ? null : spine.startWorker();
  const relays = worker ? await relayEvents(spine, config) : [];
  if (metrics) watchBackend(metrics, { database, cache, spine, worker, activeRequests, deprecated, peers });
  return {
    app,
    router,
    database,
    activeRequests,
    health,
    mailbox: notifications.mailbox,
    startDraining,
    close: async () => {
      activeRequests.close();
      await Promise.all([worker, ...relays].map((part) => part?.stop()));
      await spine.close();
      await notifications.close();
      await stopListening();
      await hashing.close();
      await budgets.close();
      await closeData();
    },
  };
}
