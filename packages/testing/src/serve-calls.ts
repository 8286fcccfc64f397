import {
  type AppOptions,
  createApp,
  defaultLimits,
  type ListenOptions,
  listen,
  trackRequests,
} from "@ashlar/http";
import type { Log } from "@ashlar/kernel";
import { type BoundProcedure, trpcRouter } from "@ashlar/rpc";
import { inject } from "vitest";
import { silentLog } from "./silent-log.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether servers answer plain tRPC calls directly; some suites run once more without. */
    readonly trpcDirect: boolean;
  }
}

export type ServedApp = AsyncDisposable & {
  readonly url: string;
  /** What was logged as an error: nothing, unless a call found a bug. */
  readonly bugs: readonly unknown[];
  /** What was logged as information. */
  readonly lines: readonly unknown[];
  /** What the server counts of its requests. */
  readonly load: ReturnType<typeof trackRequests>["load"];
};

/** What differs from an app that knows nobody, behind no proxy, for pages of no other origin. */
export type ServeOptions = Partial<Omit<AppOptions, "router" | "procedures" | "activeRequests" | "log">> & {
  readonly timeouts?: Pick<ListenOptions, "headersTimeoutMs" | "requestTimeoutMs"> & {
    /** From a request's begin to its abort; default 10,000. */
    readonly deadlineMs?: number;
  };
};

/** Serves what is bound already. */
export async function serveCalls(
  procedures: readonly BoundProcedure[],
  { timeouts, ...options }: ServeOptions = {},
): Promise<ServedApp> {
  const activeRequests = trackRequests(timeouts?.deadlineMs ?? 10_000);
  const bugs: unknown[] = [];
  const lines: unknown[] = [];
  const log: Log = {
    ...silentLog,
    error: (fields) => bugs.push(fields),
    info: (fields, message) => lines.push({ ...fields, message }),
  };
  const app = createApp({
    router: trpcRouter(procedures),
    procedures,
    authenticate: async () => null,
    sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [], allowed: [], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction: false,
    limits: defaultLimits,
    // A child process of a test has none of its settings.
    trpcDirect: options.trpcDirect ?? inject("trpcDirect"),
    log,
    ...options,
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0, log, ...timeouts });
  return {
    url: `http://127.0.0.1:${server.port}`,
    bugs,
    lines,
    load: activeRequests.load,
    [Symbol.asyncDispose]: () => server.drain(100),
  };
}
