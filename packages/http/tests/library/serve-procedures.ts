import { type Actor, uuidV7 } from "@ashlar/kernel";
import { type BoundProcedure, bindCalls, noPolicies, type ProcedureTree, trpcRouter } from "@ashlar/rpc";
import { createApp, defaultLimits, type ListenOptions, listen, trackRequests } from "../../src/index.ts";

export type ServedApi = AsyncDisposable & {
  readonly origin: string;
  /** Calls below `/api/v1`. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** What the server logged as errors. */
  readonly errors: unknown[];
};

/** Signed-in callers by token. */
const actors: Readonly<Record<string, Actor>> = {
  reader: actor([]),
  writer: actor(["posts:write"]),
};

function actor(permissions: readonly string[]): Actor {
  return { userId: uuidV7(), sessionId: null, roles: [], permissions: new Set(permissions), via: "api-key" };
}

/** What a test may set otherwise than the product. */
export type ServeOptions = {
  readonly limits?: Partial<typeof defaultLimits>;
  readonly timeouts?: Pick<ListenOptions, "headersTimeoutMs" | "requestTimeoutMs">;
  readonly isProduction?: boolean;
};

/** Serves procedures as the product does: the whole pipeline on a real port, callers by two known tokens. */
export async function serveProcedures(tree: ProcedureTree, options: ServeOptions = {}): Promise<ServedApi> {
  return serveBound(bindCalls(tree, noPolicies), options);
}

/** Serves what is bound already. */
export async function serveBound(
  procedures: readonly BoundProcedure[],
  options: ServeOptions = {},
): Promise<ServedApi> {
  const errors: unknown[] = [];
  const activeRequests = trackRequests(10_000);
  const ignore = (): void => undefined;
  const app = createApp({
    router: trpcRouter(procedures),
    procedures,
    authenticate: async ({ token }) => actors[token] ?? null,
    sessionCookie: { name: "session", serialize: (token) => `session=${token}`, clear: () => "session=" },
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [], allowed: ["https://app.example.org"], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction: options.isProduction ?? false,
    limits: { ...defaultLimits, ...options.limits },
    log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => errors.push(fields) },
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0, ...options.timeouts });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    origin,
    errors,
    call: (path, init) => fetch(`${origin}/api/v1${path}`, init),
    [Symbol.asyncDispose]: () => server.drain(100),
  };
}
