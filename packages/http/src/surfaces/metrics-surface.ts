import { canonicalAddress } from "@ashlar/kernel";
import { Hono, type MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import { unknownRoute } from "../steps/error-boundary.ts";

/** What a scrape gets. */
export type MetricsText = {
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

/** Answers `GET /metrics` in the Prometheus text format. */
export const metricsSurface = (
  { contentType, text }: MetricsText,
  guard: MiddlewareHandler<AppEnv> = (_c, next) => next(),
): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/", guard, async () => {
    const headers = {
      "content-type": contentType,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return new Response(await text(), { headers });
  });

/**
 * Lets only this machine pass; for anybody else there is nothing at the address.
 *
 * What a proxy on this machine passes on comes from elsewhere, and says so.
 */
export const loopbackOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!isLoopback(c.env.incoming.socket.remoteAddress) || wasForwarded(c)) return unknownRoute(c);
  await next();
  return undefined;
};

const isLoopback = (peer = ""): boolean => /^(127\.|::1$)/.test(canonicalAddress(peer) ?? "");

const wasForwarded = (c: AppContext): boolean =>
  ["x-forwarded-for", "forwarded", "via", "x-real-ip"].some((name) => c.req.header(name) !== undefined);
