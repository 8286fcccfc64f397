import type { Role } from "@ashlar/contracts";
import type { OriginPolicy } from "@ashlar/http";
import type { BreachedPasswordRanges, ProviderOptions } from "@ashlar/identity";
import type { Tracer } from "@ashlar/kernel";
import type { MailOptions } from "@ashlar/notifications";
import type { KafkaBrokerOptions } from "@ashlar/relay";
import type { RateLimits } from "@ashlar/resilience";
import type { Retention } from "@ashlar/spine";
import type { Metrics } from "@ashlar/telemetry";
import type { PaymentsConfig } from "./compose-shop.ts";
import type { DataConfig } from "./open-data.ts";

export type BackendConfig = DataConfig & {
  readonly isProduction: boolean;
  readonly origins: OriginPolicy;
  /** Protocols that are served beside tRPC and REST; default all. */
  readonly protocols?: readonly ("mcp" | "graphql")[] | undefined;
  /** GraphQL operations by the SHA-256 of their text: no others are run; default any. */
  readonly graphqlOperations?: ReadonlyMap<string, string> | undefined;
  /** Whether pages of other sites may send the session cookie (`none`, only with HTTPS); default `lax`. */
  readonly cookieSameSite?: "lax" | "none" | undefined;
  /** Proxies in front whose `X-Forwarded-For` entries are believed. */
  readonly trustedProxyHops: number;
  /** Whether plain tRPC calls go to the procedures directly instead of through tRPC's server; default true. */
  readonly trpcDirect?: boolean;
  /** From a request's begin to its abort; default 15,000. */
  readonly requestTimeoutMs?: number;
  /** Default: `defaultRateLimits` of `@ashlar/resilience`. */
  readonly rateLimits?: RateLimits;
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
  /** Where new passwords are looked for among breached ones; default nowhere. */
  readonly breachedPasswords?: Omit<BreachedPasswordRanges, "log"> | undefined;
  /** Roles that count only in sessions in which a second factor was shown; default none. */
  readonly secondFactorRoles?: readonly Role[];
  /** Services whose accounts sign in here; default none. */
  readonly signInProviders?: readonly ProviderOptions[];
  /** Without it, orders stay pending while the service is asked, then fail. */
  readonly payments?: PaymentsConfig | undefined;
  /** Whether this process also does jobs and delivers events; default true. */
  readonly runsJobs?: boolean;
  /** What is removed when; default: only the answers of keyed calls, after 24 hours. */
  readonly retention?: Retention;
  /** NATS server that processes which run jobs relay events to, by JetStream; default none. */
  readonly natsUrl?: string | undefined;
  /** Kafka cluster that processes which run jobs relay events to; default none. */
  readonly kafka?: KafkaBrokerOptions | undefined;
  /** Told of calls and attempts, and where to ask for the rest; shown at `/metrics`. */
  readonly metrics?: Metrics | undefined;
  /** Records the traces of requests, and of the jobs behind them. */
  readonly tracer?: Tracer | undefined;
};

/** Where browsers reach this server. */
export const publicUrlOf = ({
  publicUrl = "http://localhost:3000",
}: Pick<BackendConfig, "publicUrl">): string => publicUrl;
