import type { AppRouter, Contract } from "@ashlar/contracts";
import type { DatabaseConnection } from "@ashlar/database";
import {
  admits,
  countDeprecatedCalls,
  createApp,
  defaultLimits,
  type HealthChecks,
  type OriginPolicy,
  trackRequests,
} from "@ashlar/http";
import { createIdentityModule, keptSealer, type ProviderOptions } from "@ashlar/identity";
import { type Clock, systemClock, type Tracer } from "@ashlar/kernel";
import { createNotificationsModule, type Mailbox, type MailOptions } from "@ashlar/notifications";
import { createPostsModule } from "@ashlar/posts";
import { chargeCalls, defaultRateLimits, openBudgets, type RateLimits } from "@ashlar/resilience";
import { bindCalls, type Implementation, trpcRouter } from "@ashlar/rpc";
import { createSpine } from "@ashlar/spine";
import type { Metrics } from "@ashlar/telemetry";
import { createWebhooksModule } from "@ashlar/webhooks";
import { composeShop, type PaymentsConfig } from "./compose-shop.ts";
import { observeCalls } from "./observe-calls.ts";
import { type DataConfig, openData } from "./open-data.ts";
import { readiness } from "./readiness.ts";
import { refuseDemoAccounts } from "./refuse-demo-accounts.ts";
import { relayEvents } from "./relay-events.ts";
import { watchBackend } from "./watch-backend.ts";

export type BackendConfig = DataConfig & {
  readonly isProduction: boolean;
  readonly origins: OriginPolicy;
  /** Proxies in front whose `X-Forwarded-For` entries are believed. */
  readonly trustedProxyHops: number;
  /** From a request's begin to its abort; default 15,000. */
  readonly requestTimeoutMs?: number;
  /** Default: `defaultRateLimits` of `@ashlar/resilience`. */
  readonly rateLimits?: RateLimits;
  readonly clock?: Clock;
  /** Where browsers reach this server; links in mails lead there. Default `http://localhost:3000`. */
  readonly publicUrl?: string | undefined;
  /** Default: mails are kept in memory. */
  readonly mail?: Omit<MailOptions, "accountUrl">;
  /**
   * What seals secrets that must be read again; each of 32 characters or more, the newest first. Without any, a key is
   * kept in the database.
   */
  readonly secretKeys?: readonly string[];
  /** Lets webhooks go to this host as well, without TLS and on any port; for development alone. Default false. */
  readonly webhooksReachLoopback?: boolean;
  /** Services whose accounts sign in here; default none. */
  readonly signInProviders?: readonly ProviderOptions[];
  /** Without it, orders stay pending while the service is asked, then fail. */
  readonly payments?: PaymentsConfig | undefined;
  /** Whether this process also does jobs and delivers events; default true. */
  readonly runsJobs?: boolean;
  /** NATS server that processes which run jobs relay events to, by JetStream; default none. */
  readonly natsUrl?: string | undefined;
  /** Told of calls and attempts, and where to ask for the rest; shown at `/metrics`. */
  readonly metrics?: Metrics | undefined;
  /** Records the traces of requests, and of the jobs behind them. */
  readonly tracer?: Tracer | undefined;
};

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

/** Every module's procedures, each checked against its part of the contract. */
type Procedures = { readonly [Name in keyof Contract]: Implementation<Contract[Name]> };

const keptInMemory = { from: "Ashlar <no-reply@localhost>", delivery: { kind: "memory" } } as const;

/** Puts the system together; the one place that knows every module. */
export async function composeBackend(config: BackendConfig): Promise<Backend> {
  const { log, isProduction, clock = systemClock, metrics, tracer } = config;
  const { database, cache, close: closeData } = await openData(config);
  if (isProduction) {
    await refuseDemoAccounts(database).catch(async (error: unknown) => {
      await database.close(0);
      throw error;
    });
  }
  const spine = createSpine({ database, log, clock, tracer, observe: metrics?.observeAttempt });
  const publicUrl = config.publicUrl ?? "http://localhost:3000";
  const notifications = createNotificationsModule({
    database,
    spine,
    clock,
    mail: { ...(config.mail ?? keptInMemory), accountUrl: `${publicUrl}/account` },
  });
  const mailer = notifications.accountMailer;
  const identity = createIdentityModule({
    database,
    spine,
    mailer,
    clock,
    log,
    isProduction,
    publicUrl,
    secretKeys: config.secretKeys ?? [],
    providers: config.signInProviders ?? [],
    admitsOrigin: (origin) => admits(config.origins, origin),
  });
  const posts = createPostsModule({ database, clock, cache });
  const shop = composeShop({ database, spine, clock, log, payments: config.payments, cache });
  const webhooks = createWebhooksModule({
    database,
    spine,
    clock,
    sealer: keptSealer(database, clock, config.secretKeys ?? []),
    reachesLoopback: config.webhooksReachLoopback ?? false,
  });
  const procedures: Procedures = {
    ...identity.procedures,
    ...posts.procedures,
    ...shop.procedures,
    ...webhooks.procedures,
  };

  const budgets = await openBudgets({ redisUrl: config.redisUrl, log });
  const charge = chargeCalls(config.rateLimits ?? defaultRateLimits, budgets);
  const deprecated = countDeprecatedCalls(clock);
  const observe = observeCalls({ log, metrics, deprecated });
  const calls = bindCalls(procedures, { charge, observe, once: spine.once });
  const router = trpcRouter(calls);
  const activeRequests = trackRequests(config.requestTimeoutMs ?? 15_000);
  const { health, startDraining } = readiness(database);
  const app = createApp({
    router,
    procedures: calls,
    authenticate: identity.authenticate,
    sessionCookie: identity.sessionCookie,
    jwks: identity.jwks,
    providerSignIn: identity.providerSignIn,
    mailbox: notifications.mailbox,
    health,
    activeRequests,
    origins: config.origins,
    trustedProxyHops: config.trustedProxyHops,
    isProduction,
    limits: defaultLimits,
    metrics,
    tracer,
    log,
  });
  const stopListening = await identity.listen();
  const worker = config.runsJobs === false ? null : spine.startWorker();
  const relay = worker && (await relayEvents(spine, config.natsUrl, publicUrl));
  if (metrics)
    watchBackend(metrics, { database, spine, worker, activeRequests, deprecated, peers: shop.peers });
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
      await Promise.all([worker?.stop(), relay?.stop()]);
      await spine.close();
      await notifications.close();
      await stopListening();
      await budgets.close();
      await closeData();
    },
  };
}
