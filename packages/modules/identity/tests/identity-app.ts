import { type Client, createClient } from "@ashlar/client";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import { systemClock } from "@ashlar/kernel";
import { bindCalls, noPolicies, trpcRouter } from "@ashlar/rpc";
import { createSpine } from "@ashlar/spine";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { createIdentityModule } from "../src/index.ts";
import { silentLog } from "./silent-log.ts";

const ownOrigin = "https://own.example";

export type IdentityApp = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly anonymous: Client;
  readonly clientOf: (token: string) => Client;
  /** A client that keeps cookies as a browser does; `cookies` are its `Set-Cookie` headers, newest last. */
  readonly browser: () => { readonly client: Client; readonly cookies: string[] };
  /** What was logged as an error: nothing, unless a call found a bug. */
  readonly bugs: readonly unknown[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The identity module alone behind the real HTTP app. */
export async function identityApp(isProduction = false): Promise<IdentityApp> {
  const database = await testDatabase();
  const argon = { memoryKiB: 64, passes: 1 };
  const spine = createSpine({ database: database.connection, log: silentLog });
  const identity = createIdentityModule({
    database: database.connection,
    spine,
    mailer: { send: async () => undefined },
    clock: systemClock,
    isProduction,
    argon,
  });
  const procedures = bindCalls(identity.procedures, noPolicies);
  const activeRequests = trackRequests(10_000);
  const bugs: unknown[] = [];
  const silent = () => undefined;
  const app = createApp({
    router: trpcRouter(procedures),
    procedures,
    authenticate: identity.authenticate,
    sessionCookie: identity.sessionCookie,
    jwks: identity.jwks,
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [ownOrigin], allowed: [], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction,
    limits: defaultLimits,
    log: { debug: silent, info: silent, warn: silent, error: (fields) => bugs.push(fields) },
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    database,
    bugs,
    anonymous: createClient({ url }),
    clientOf: (token) => createClient({ url, token }),
    browser: () => browserOf(url),
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await spine.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

function browserOf(url: string): ReturnType<IdentityApp["browser"]> {
  const cookies: string[] = [];
  const client = createClient({
    url,
    fetch: async (address, init) => {
      const headers = new Headers(init?.headers);
      const pair = cookies.at(-1)?.split(";")[0] ?? "";
      if (!pair.endsWith("=") && pair !== "") headers.set("cookie", pair);
      headers.set("origin", ownOrigin);
      const answer = await fetch(address, { ...init, headers });
      cookies.push(...answer.headers.getSetCookie());
      return answer;
    },
  });
  return { client, cookies };
}
