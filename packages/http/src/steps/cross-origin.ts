import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "../app-env.ts";
import { allowsOrigin, type OriginPolicy } from "../origin-policy.ts";

/** Lets browser pages of admitted origins call, with credentials; every other origin gets no CORS header at all. */
export function crossOrigin(policy: OriginPolicy): MiddlewareHandler<AppEnv> {
  const share = cors({
    origin: (origin) => (allowsOrigin(policy, origin) ? origin : null),
    credentials: true,
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "authorization",
      "content-type",
      "idempotency-key",
      "traceparent",
      "x-api-key",
      "x-request-id",
      "trpc-accept",
      "last-event-id",
      "if-none-match",
      "x-read-after",
      "x-trpc-source",
      "tracestate",
      "baggage",
      "sentry-trace",
      ...(policy.requestHeaders ?? []),
    ],
    exposeHeaders: [
      "x-request-id",
      "traceparent",
      "retry-after",
      "ratelimit",
      "ratelimit-policy",
      "location",
      "etag",
      "link",
      "deprecation",
      "sunset",
      "idempotent-replayed",
      "x-read-after",
    ],
    maxAge: 600,
  });
  return (c, next) => (c.req.header("origin") === undefined ? next() : share(c, next));
}
