import { addressKey } from "@ashlar/kernel";
import type { MiddlewareHandler } from "hono";
import type { ActiveRequests } from "../active-requests.ts";
import type { AppEnv } from "../app-env.ts";
import type { RequestLimits } from "../app-options.ts";
import { awaitBodies } from "../awaited-bodies.ts";

type Options = {
  readonly limits: RequestLimits;
  readonly activeRequests: Pick<ActiveRequests, "load">;
};

/**
 * Waits for the whole body, before the request takes a place among those that are worked on: one that does not arrive holds
 * none.
 *
 * @throws MalformedRequest 408 for a body that is too slow or gives way to newer ones, 413 for one that turns out too large.
 */
export function bodyArrival({ limits, activeRequests }: Options): MiddlewareHandler<AppEnv> {
  const arrived = awaitBodies(limits, activeRequests.load);
  return async (c, next) => {
    const { incoming, outgoing } = c.env;
    const { headers, method } = incoming;
    const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
    if (!hasBody || method === "GET" || method === "HEAD") return next();
    const { address, signal } = c.get("request");
    const rawBody = await arrived(incoming, addressKey(address ?? ""), signal).catch((error: unknown) => {
      if (!incoming.complete) outgoing.setHeader("connection", "close");
      throw error;
    });
    // Where the adaptor looks for a body that was read already.
    Object.assign(incoming, { rawBody });
    return next();
  };
}
