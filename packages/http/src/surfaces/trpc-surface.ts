import { FailedCall, MalformedRequest } from "@ashlar/rpc";
import { trpcServer } from "@hono/trpc-server";
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";
import { callContext } from "../call-context.ts";
import { isJson } from "../rest/read-body.ts";
import { callRequest, readInputs } from "../trpc/call-request.ts";
import { plainCalls } from "../trpc/plain-calls.ts";
import { streamCalls } from "../trpc/stream-calls.ts";

/**
 * Serves the procedures at `/trpc/*`: JSON only, batches bounded, one call context for all calls of a request.
 *
 * The router is mounted by `@hono/trpc-server`. Plain queries and mutations pass it by and go to the procedures directly,
 * with the same answers, unless `trpcDirect` is false; streams are written by `streamCalls` either way.
 */
export function trpcSurface({
  router,
  procedures,
  limits,
  trpcDirect = true,
}: Pick<AppOptions, "router" | "procedures" | "limits" | "trpcDirect">): MiddlewareHandler<AppEnv> {
  const { batchCalls } = limits;
  const answerPlain = plainCalls(procedures);
  const streams = streamCalls(procedures);
  const mounted = trpcServer({
    router,
    endpoint: "/trpc",
    maxBatchSize: batchCalls,
    createContext: (_options, c) => ({ ...callContext(c) }),
    responseMeta: ({ errors }) => ({ headers: waitHeader(errors) }),
  });
  return async (c, next) => {
    const { method } = c.req;
    if (method === "POST") requireJson(c.req.header("content-type"));
    else if (method === "HEAD") return mounted(c, next);
    else if (method !== "GET") throw otherMethod();
    const request = callRequest(c.req.url, batchCalls);
    const stream = request.isBatch || method === "POST" ? undefined : streams.get(request.paths[0] ?? "");
    if (stream !== undefined) return stream(c, request);
    if (trpcDirect && !wantsLines(c)) return answerPlain(c, request);
    // Refuses what cannot be read, as every other way does; Hono keeps the body for tRPC to read again.
    await readInputs(c, request);
    return mounted(c, next);
  };
}

/** The longest of the waits that failed calls ask for. */
function waitHeader(errors: readonly Error[]): Record<string, string> {
  const waits = errors.map(
    (error) => (error instanceof FailedCall ? error.failure.retryAfterSeconds : 0) ?? 0,
  );
  const seconds = Math.max(0, ...waits);
  return seconds > 0 ? { "retry-after": String(seconds) } : {};
}

/** What `httpBatchStreamLink` asks for: each answer of a batch as soon as it is there. */
const wantsLines = ({ req }: AppContext): boolean =>
  (req.header("trpc-accept") ?? req.header("accept") ?? "").includes("application/jsonl");

const otherMethod = (): MalformedRequest =>
  new MalformedRequest(405, "METHOD_NOT_SUPPORTED", "A query is called with GET, a mutation with POST.");

/** A cross-site form can send every other type without asking first. */
function requireJson(contentType: string | undefined): void {
  if (isJson(contentType)) return;
  throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the input as application/json.");
}
