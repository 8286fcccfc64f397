import type { AppRouter } from "@ashlar/contracts";
import type { Actor, Log, Tracer } from "@ashlar/kernel";
import type { BoundProcedure, Surface } from "@ashlar/rpc";
import type { ActiveRequests } from "./active-requests.ts";
import type { OriginPolicy } from "./origin-policy.ts";
import type { MetricsText } from "./surfaces/metrics-surface.ts";

/** A session token or key as it arrived. */
export type Credential = { readonly token: string; readonly via: "cookie" | "bearer" | "api-key" };

/** How sessions travel in cookies; owned by the identity module. */
export type SessionCookie = {
  readonly name: string;
  /** The `Set-Cookie` value that hands out a session. */
  readonly serialize: (token: string, expiresAt: Date) => string;
  /** The `Set-Cookie` value that takes it back. */
  readonly clear: () => string;
};

/** Answers to the three questions an orchestrator asks; each rejects when the answer is no. */
export type HealthChecks = {
  /** Every dependency that requests need answers, and the process is not draining. */
  readonly ready: () => Promise<void>;
};

/** Bounds of what a request may be, and of how many there are. */
export type RequestLimits = {
  /** Default 102,400. */
  readonly bodyBytes: number;
  /** Calls in one tRPC batch; default 10. */
  readonly batchCalls: number;
  /** Requests worked on at once; default 256, fewer while the event loop is late. Open streams do not count. */
  readonly concurrentRequests: number;
  /** Requests that wait for their turn; default 512. */
  readonly queuedRequests: number;
  /** How long one waits at most; default 1,000. */
  readonly queueWaitMs: number;
  /** Bodies that may be arriving simultaneously, half of them from one client; default 1,024. */
  readonly awaitedBodies: number;
  /** How long a body may take however slow it is; default 5,000. */
  readonly bodyGraceMs: number;
  /** How fast a body must arrive, measured from the end of the grace; default 4,000. */
  readonly bodyBytesPerSecond: number;
};

export const defaultLimits: RequestLimits = {
  bodyBytes: 102_400,
  batchCalls: 10,
  concurrentRequests: 256,
  queuedRequests: 512,
  queueWaitMs: 1_000,
  awaitedBodies: 1_024,
  bodyGraceMs: 5_000,
  bodyBytesPerSecond: 4_000,
};

export type AppOptions = {
  readonly router: AppRouter;
  /** The procedures behind the router; REST and its documents are made from them. */
  readonly procedures: readonly BoundProcedure[];
  /** Whether plain tRPC calls go to the procedures directly instead of through tRPC's server; default true. */
  readonly trpcDirect?: boolean;
  /** Resolves a credential; null for one that is unknown, expired or revoked. */
  readonly authenticate: (credential: Credential) => Promise<Actor | null>;
  readonly sessionCookie: SessionCookie;
  /** Further ways in; default none. */
  readonly surfaces?: readonly Surface[];
  readonly health: HealthChecks;
  readonly activeRequests: ActiveRequests;
  readonly origins: OriginPolicy;
  /** Proxies in front whose `X-Forwarded-For` entries are believed, counted from the server; 0 for none. */
  readonly trustedProxyHops: number;
  /** Adds HSTS. */
  readonly isProduction: boolean;
  readonly limits: RequestLimits;
  readonly log: Log;
  /** Shown at `/metrics` to this machine alone, and in production not here but on a port of their own. */
  readonly metrics?: MetricsText | undefined;
  /** Records the trace of each request; absent where nobody collects traces. */
  readonly tracer?: Tracer | undefined;
};
