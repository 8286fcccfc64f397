import { MalformedRequest } from "@ashlar/rpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../app-env.ts";
import type { AppOptions } from "../app-options.ts";
import { callContext } from "../call-context.ts";
import { callRequest } from "../trpc/call-request.ts";
import { plainCalls } from "../trpc/plain-calls.ts";
import { streamCalls } from "../trpc/stream-calls.ts";

/**
 * Serves the procedures at `/trpc/*`: JSON only, batches bounded, one call context for all calls of a request.
 *
 * Batches that are answered line by line are served by tRPC's own server.
 */
export function trpcSurface({
  router,
  procedures,
  limits,
}: Pick<AppOptions, "router" | "procedures" | "limits">): MiddlewareHandler<AppEnv> {
  const { batchCalls } = limits;
  const answerPlain = plainCalls(procedures);
  const streams = streamCalls(procedures);
  const answerByTrpc = (c: AppContext): Promise<Response> =>
    fetchRequestHandler({
      router,
      req: c.req.raw,
      endpoint: "/trpc",
      maxBatchSize: batchCalls,
      createContext: () => callContext(c),
    });
  return async (c) => {
    const { method } = c.req;
    if (method === "POST") demandJson(c.req.header("content-type"));
    else if (method !== "GET") return answerByTrpc(c);
    const request = callRequest(c.req.url, batchCalls);
    const stream = request.isBatch || method === "POST" ? undefined : streams.get(request.paths[0] ?? "");
    if (stream !== undefined) return stream(c, request);
    return wantsLines(c) ? answerByTrpc(c) : answerPlain(c, request);
  };
}

/** What `httpBatchStreamLink` asks for: each answer of a batch as soon as it is there. */
const wantsLines = ({ req }: AppContext): boolean =>
  (req.header("trpc-accept") ?? req.header("accept") ?? "").includes("application/jsonl");

/** A cross-site form can send every other type without asking first. */
function demandJson(contentType: string | undefined): void {
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new MalformedRequest(415, "UNSUPPORTED_MEDIA_TYPE", "Send the input as application/json.");
  }
}
