import { Hono } from "hono";
import { accountSurface } from "./account/account-surface.ts";
import type { AppEnv } from "./app-env.ts";
import type { AppOptions } from "./app-options.ts";
import { docsSurface } from "./docs/docs-surface.ts";
import { openApiSurface } from "./openapi/open-api-surface.ts";
import { operationsOf } from "./rest/operation.ts";
import { restBase } from "./rest/rest-base.ts";
import { restSurface } from "./rest/rest-surface.ts";
import { authentication } from "./steps/authentication.ts";
import { backpressure } from "./steps/backpressure.ts";
import { bodyArrival } from "./steps/body-arrival.ts";
import { bodyHead } from "./steps/body-head.ts";
import { crossOrigin } from "./steps/cross-origin.ts";
import { errorBoundary, unknownRoute } from "./steps/error-boundary.ts";
import { originCheck } from "./steps/origin-check.ts";
import { requestContext } from "./steps/request-context.ts";
import { requestLine } from "./steps/request-line.ts";
import { securityHeaders } from "./steps/security-headers.ts";
import { healthSurface } from "./surfaces/health-surface.ts";
import { loopbackOnly, metricsSurface } from "./surfaces/metrics-surface.ts";
import { mountedSurface } from "./surfaces/mounted-surface.ts";
import { trpcSurface } from "./surfaces/trpc-surface.ts";

/**
 * The way of every request, in order. What follows inside a procedure (rate limit, gate, validation, handler) is the
 * same on every surface and stands in `@ashlar/rpc`, `bindCall`.
 */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const operations = operationsOf(options.procedures);
  app.onError(errorBoundary(options.log, options.activeRequests.load));
  app.notFound(unknownRoute);

  app.route("/health", healthSurface(options.health));
  const { metrics, isProduction } = options;
  if (metrics && !isProduction) app.route("/metrics", metricsSurface(metrics, loopbackOnly));

  app.use(requestContext(options));
  app.use(securityHeaders(options));
  app.use(crossOrigin(options.origins));
  app.use(requestLine);
  app.use(bodyHead(options.limits.bodyBytes));
  app.use(originCheck(options.origins));
  app.use(bodyArrival(options));
  app.use(backpressure(options));
  app.use(authentication(options));

  app.all("/trpc/*", trpcSurface(options));
  app.get("/openapi.json", openApiSurface(options, operations));
  app.route("/", docsSurface());
  app.route("/", accountSurface());
  for (const surface of options.surfaces ?? []) app.route("/", mountedSurface(surface));
  app.all(`${restBase}/*`, restSurface({ base: restBase, operations }));
  return app;
}
