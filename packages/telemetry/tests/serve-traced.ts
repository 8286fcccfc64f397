import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import type { Log, Tracer } from "@ashlar/kernel";
import { bindCalls, noPolicies, type ProcedureTree, trpcRouter } from "@ashlar/rpc";

const ignore = (): void => undefined;

export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Serves procedures through the whole pipeline, traced. */
export async function serveTraced(
  tree: ProcedureTree,
  tracer: Tracer | undefined,
): Promise<AsyncDisposable & { readonly url: string }> {
  const procedures = bindCalls(tree, noPolicies);
  const activeRequests = trackRequests(10_000);
  const app = createApp({
    router: trpcRouter(procedures),
    procedures,
    authenticate: async () => null,
    sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    isProduction: false,
    limits: defaultLimits,
    log: silentLog,
    tracer,
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.drain(100) };
}
