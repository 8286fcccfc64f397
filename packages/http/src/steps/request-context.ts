import {
  EndedByCaller,
  inRequestScope,
  type Log,
  type Span,
  type SpanStart,
  type Tracer,
  uuidV7,
} from "@ashlar/kernel";
import type { MiddlewareHandler } from "hono";
import type { ActiveRequests } from "../active-requests.ts";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { SessionCookie } from "../app-options.ts";
import { clientAddress } from "../client-address.ts";
import { newTraceparent, unrecorded, validTraceparent } from "../trace-context.ts";
import { readAfterHeader, readAfterOf, readAfterText } from "./read-after-header.ts";

type Options = {
  readonly activeRequests: ActiveRequests;
  readonly sessionCookie: SessionCookie;
  readonly trustedProxyHops: number;
  readonly log: Log;
  readonly tracer?: Tracer | undefined;
};

const validRequestId = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Goes wherever the session's cookie is taken back, and nowhere else: the browser drops what pages of this origin have
 * stored for the person who leaves.
 *
 * Not `"cookies"`, which takes those of all hosts of the domain; not `"cache"`, since nothing authenticated is cached and
 * browsers take seconds for it.
 *
 * @see https://w3c.github.io/webappsec-clear-site-data/
 */
const forgetStorage = '"storage"';

/**
 * Establishes the facts of the request: its ids, its client, its deadline.
 *
 * A valid `X-Request-Id` or `traceparent` is kept, any other is replaced; both are returned on every answer. A caller
 * that says with `X-Request-Timeout-Ms` how long it waits gets no more than that.
 */
export function requestContext(options: Options): MiddlewareHandler<AppEnv> {
  const { log, tracer } = options;
  const { answers } = options.activeRequests.load;
  return async (c, next) => {
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const received = validTraceparent(c.req.header("traceparent"));
    const span = tracer?.begin(spanOf(c, requestId), received) ?? null;
    const traceparent = span?.traceparent ?? untraced(received, tracer);
    const controller = new AbortController();
    const { signal } = controller;
    const active = options.activeRequests.begin(
      controller,
      clientTimeoutMs(c.req.header("x-request-timeout-ms")),
    );
    const { outgoing } = c.env;
    // The client left before the answer was complete: what it asked for need not be finished.
    outgoing.once("close", () => {
      options.activeRequests.end(active);
      if (!outgoing.writableFinished) controller.abort(new EndedByCaller("left"));
    });
    // On the connection's own answer, which what a surface answers with completes: headers of a `Response` cost twice.
    outgoing.setHeader("x-request-id", requestId);
    outgoing.setHeader("traceparent", received ?? traceparent);
    c.set("response", {
      setHeader: (name, value) => {
        if (!outgoing.headersSent) outgoing.setHeader(name, value);
      },
    });
    const address = addressOf(c, options.trustedProxyHops);
    c.set("request", {
      requestId,
      signal,
      address,
      userAgent: c.req.header("user-agent")?.slice(0, 300).toWellFormed() ?? null,
      idempotencyKey: c.req.header("idempotency-key") ?? null,
      lastEventId: lastEventIdOf(c),
    });
    const cookies: string[] = [];
    c.set("credentials", {
      grantSession: (token, expiresAt) => {
        cookies.push(options.sessionCookie.serialize(token, expiresAt));
      },
      withdrawSession: () => {
        cookies.push(options.sessionCookie.clear());
        c.get("response").setHeader("clear-site-data", forgetStorage);
      },
      replaced: () => c.get("cookieActor"),
    });
    c.set("keepOpen", () => options.activeRequests.keepOpen(active));
    const readAfter = readAfterOf(c);
    const scope = {
      requestId,
      traceparent,
      address,
      signal,
      deadlineAtMs: active.deadlineMs,
      isOwnDeadline: active.isOwnDeadline,
      log,
      readAfter,
      // There in every scope: objects of one shape are read faster than those of two.
      tracer: span === null ? undefined : tracer,
    };
    await inRequestScope(scope, next);
    const kind = Math.floor(c.res.status / 100);
    answers[kind] = (answers[kind] ?? 0) + 1;
    if (span) endOf(span, c);
    // Beside cookies that the surface sets itself, so not in their place.
    for (const cookie of cookies) c.res.headers.append("set-cookie", cookie);
    if (readAfter.hasAdvanced) outgoing.setHeader(readAfterHeader, readAfterText(readAfter));
  };
}

/** Where a tracer has decided not to record, nobody behind this does either. */
function untraced(received: string | null, tracer: Tracer | undefined): string {
  const traceparent = received ?? newTraceparent();
  return tracer === undefined ? traceparent : unrecorded(traceparent);
}

/** Named by the surface alone: the procedure inside has a span of its own, and addresses are anybody's invention. */
function spanOf(c: AppContext, requestId: string): SpanStart {
  const { method, path } = c.req;
  const surface = surfaces.find((prefix) => path.startsWith(prefix));
  return {
    name: surface === undefined ? method : `${method} ${surface}`,
    kind: "server",
    attributes: {
      "http.request.method": method,
      "url.path": path.slice(0, 300),
      "ashlar.request_id": requestId,
    },
  };
}

const surfaces = ["/trpc", "/api/v1", "/mcp", "/graphql", "/docs", "/console"];

/** A stream's span ends when its answer begins. */
function endOf(span: Span, c: AppContext): void {
  const { status } = c.res;
  span.add({ "http.response.status_code": status });
  if (status >= 500) span.fail(c.error);
  span.end();
}

/** How long the caller still waits, when it says so: work beyond that is for nobody. */
const clientTimeoutMs = (received: string | undefined): number | undefined =>
  received !== undefined && /^[1-9]\d{0,8}$/.test(received) ? Number(received) : undefined;

/** The query is parsed for the few requests that carry one of these. Empty where the caller wants no position. */
const lastEventIdOf = (c: AppContext): string | null =>
  c.req.header("last-event-id") ??
  (c.req.url.includes("lastEventId=") ? (c.req.query("lastEventId") ?? null) : null);

const requestIdOf = (received: string | undefined): string =>
  received !== undefined && validRequestId.test(received) ? received : uuidV7();

const addressOf = (c: AppContext, hops: number): string | null =>
  clientAddress(hops, c.env.incoming.socket.remoteAddress, c.req.header("x-forwarded-for"));
