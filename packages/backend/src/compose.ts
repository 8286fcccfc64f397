import type { AppRouter, Contract } from "@ashlar/contracts";
import { type DatabaseConnection, openDatabase } from "@ashlar/database";
import { createApp, defaultLimits, type OriginPolicy, trackRequests } from "@ashlar/http";
import { createIdentityModule } from "@ashlar/identity";
import { type Clock, type Log, systemClock } from "@ashlar/kernel";
import { createPostsModule } from "@ashlar/posts";
import { chargeCalls, defaultRateLimits, openBudgets, type RateLimits } from "@ashlar/resilience";
import { bindCalls, type Implementation, trpcRouter } from "@ashlar/rpc";
import { callLog } from "./call-log.ts";

export type BackendConfig = {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly isProduction: boolean;
  readonly origins: OriginPolicy;
  /** Proxies in front whose `X-Forwarded-For` entries are believed. */
  readonly trustedProxyHops: number;
  /** From a request's begin to its abort; default 15,000. */
  readonly requestTimeoutMs?: number;
  /** Default: `defaultRateLimits` of `@ashlar/resilience`. */
  readonly rateLimits?: RateLimits;
  /** Budgets are counted there for all processes together; without it each process counts for itself. */
  readonly redisUrl?: string | undefined;
  readonly clock?: Clock;
};

export type Backend = {
  readonly app: ReturnType<typeof createApp>;
  readonly router: AppRouter;
  readonly database: DatabaseConnection;
  readonly activeRequests: ReturnType<typeof trackRequests>;
  /** Makes `/health/ready` say no, so that no new request is sent here. */
  readonly startDraining: () => void;
  readonly close: () => Promise<void>;
};

/** Every module's procedures, each checked against its part of the contract. */
type Procedures = { readonly [Name in keyof Contract]: Implementation<Contract[Name]> };

/** Puts the system together; the one place that knows every module. */
export async function composeBackend(config: BackendConfig): Promise<Backend> {
  const { log, isProduction, clock = systemClock } = config;
  const database = openDatabase({ url: config.databaseUrl, applicationName: "ashlar" });
  const identity = createIdentityModule({ database, clock, log, isProduction });
  const posts = createPostsModule({ database, clock });
  const procedures: Procedures = { ...identity.procedures, ...posts.procedures };

  const budgets = await openBudgets({ redisUrl: config.redisUrl, log });
  const charge = chargeCalls(config.rateLimits ?? defaultRateLimits, budgets);
  const calls = bindCalls(procedures, { charge, observe: callLog(log) });
  const router = trpcRouter(calls);
  const activeRequests = trackRequests(config.requestTimeoutMs ?? 15_000);
  const state = { isDraining: false };
  const app = createApp({
    router,
    procedures: calls,
    authenticate: identity.authenticate,
    sessionCookie: identity.sessionCookie,
    health: {
      ready: async () => {
        if (state.isDraining) throw new Error("The process is draining.");
        await database.ping();
      },
    },
    activeRequests,
    origins: config.origins,
    trustedProxyHops: config.trustedProxyHops,
    isProduction,
    limits: defaultLimits,
    log,
  });
  const stopListening = await identity.listen();
  return {
    app,
    router,
    database,
    activeRequests,
    startDraining: () => {
      state.isDraining = true;
    },
    close: async () => {
      activeRequests.close();
      await stopListening();
      await budgets.close();
      await database.close();
    },
  };
}
