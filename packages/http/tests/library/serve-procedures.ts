import { type Actor, uuidV7 } from "@ashlar/kernel";
import { type BoundProcedure, bindCalls, noPolicies, type ProcedureTree } from "@ashlar/rpc";
import { type ServeOptions as AnyServeOptions, type ServedApp, serveCalls } from "@ashlar/testing";
import { defaultLimits } from "../../src/index.ts";

export type ServedApi = AsyncDisposable & {
  readonly origin: string;
  /** Calls below `/api/v1`. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** What the server logged as errors. */
  readonly errors: readonly unknown[];
  /** What the server logged as information. */
  readonly lines: readonly unknown[];
  /** What the server counts of its requests. */
  readonly load: ServedApp["load"];
};

/** Signed-in callers by token. */
const actors: Readonly<Record<string, Actor>> = {
  reader: actor([]),
  writer: actor(["posts:write"]),
};

function actor(permissions: readonly string[]): Actor {
  return { userId: uuidV7(), sessionId: null, roles: [], permissions: new Set(permissions), via: "session" };
}

/** What a test may set otherwise than the product. */
export type ServeOptions = Pick<AnyServeOptions, "timeouts" | "isProduction" | "trustedProxyHops"> & {
  readonly limits?: Partial<typeof defaultLimits>;
};

/** Serves procedures to callers by two known tokens and to pages of one other origin. */
export const serveProcedures = (tree: ProcedureTree, options: ServeOptions = {}): Promise<ServedApi> =>
  serveBound(bindCalls(tree, noPolicies), options);

/** Serves what is bound already. */
export async function serveBound(
  procedures: readonly BoundProcedure[],
  { limits, ...options }: ServeOptions = {},
): Promise<ServedApi> {
  const served = await serveCalls(procedures, {
    ...options,
    authenticate: async ({ token }) => actors[token] ?? null,
    sessionCookie: { name: "session", serialize: (token) => `session=${token}`, clear: () => "session=" },
    origins: { own: [], allowed: ["https://app.example.org"], allowsLoopback: false },
    limits: { ...defaultLimits, ...limits },
  });
  return {
    origin: served.url,
    errors: served.bugs,
    lines: served.lines,
    load: served.load,
    call: (path, init) => fetch(`${served.url}/api/v1${path}`, init),
    [Symbol.asyncDispose]: served[Symbol.asyncDispose],
  };
}
