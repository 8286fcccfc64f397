import { inRequestScope, type Log, uuidV7 } from "@ashlar/kernel";
import type { MiddlewareHandler } from "hono";
import type { ActiveRequests } from "../active-requests.ts";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { SessionCookie } from "../app-options.ts";
import { clientAddress } from "../client-address.ts";
import { traceparentOf } from "../trace-context.ts";

type Options = {
  readonly activeRequests: ActiveRequests;
  readonly sessionCookie: SessionCookie;
  readonly trustedProxyHops: number;
  readonly log: Log;
};

const validRequestId = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Establishes the facts of the request: its ids, its client, its deadline.
 *
 * A valid `X-Request-Id` or `traceparent` is kept, any other is replaced; both are returned on every answer. A caller
 * that says with `X-Request-Timeout-Ms` how long it waits gets no more than that.
 */
export function requestContext(options: Options): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const traceparent = traceparentOf(c.req.header("traceparent"));
    const controller = new AbortController();
    const { signal } = controller;
    const active = options.activeRequests.begin(controller, patienceOf(c.req.header("x-request-timeout-ms")));
    // The client left before the answer was complete: what it asked for need not be finished.
    c.env.outgoing.once("close", () => {
      options.activeRequests.end(active);
      if (!c.env.outgoing.writableFinished)
        controller.abort(new DOMException("The client left.", "AbortError"));
    });
    const cookies: string[] = [];
    const said = new Map<string, string>();
    c.set("response", {
      setHeader: (name, value) => {
        said.set(name, value);
      },
    });
    c.set("request", {
      requestId,
      signal,
      address: addressOf(c, options.trustedProxyHops),
      userAgent: c.req.header("user-agent")?.slice(0, 300).toWellFormed() ?? null,
      idempotencyKey: c.req.header("idempotency-key") ?? null,
      lastEventId: c.req.header("last-event-id") ?? c.req.query("lastEventId") ?? null,
    });
    c.set("credentials", {
      grantSession: (token, expiresAt) => {
        cookies.push(options.sessionCookie.serialize(token, expiresAt));
      },
      withdrawSession: () => {
        cookies.push(options.sessionCookie.clear());
      },
    });
    const { deadlineMs: deadlineAtMs } = active;
    await inRequestScope({ requestId, traceparent, signal, deadlineAtMs, log: options.log }, next);
    const { headers } = c.res;
    headers.set("x-request-id", requestId);
    headers.set("traceparent", traceparent);
    for (const [name, value] of said) headers.set(name, value);
    for (const cookie of cookies) headers.append("set-cookie", cookie);
    if (headers.get("content-type")?.startsWith("text/event-stream")) options.activeRequests.keepOpen(active);
  };
}

/** How long the caller still waits, when it says so: work beyond that is for nobody. */
const patienceOf = (received: string | undefined): number | undefined =>
  received !== undefined && /^[1-9]\d{0,8}$/.test(received) ? Number(received) : undefined;

const requestIdOf = (received: string | undefined): string =>
  received !== undefined && validRequestId.test(received) ? received : uuidV7();

const addressOf = (c: AppContext, hops: number): string | null =>
  clientAddress(hops, c.env.incoming.socket.remoteAddress ?? null, c.req.header("x-forwarded-for"));
