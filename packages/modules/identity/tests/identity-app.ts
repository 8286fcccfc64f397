import { type Client, createClient } from "@ashlar/client";
import { systemClock } from "@ashlar/kernel";
import { createSpine } from "@ashlar/spine";
import { type ServedApp, serveApp, silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import { createIdentityModule } from "../src/index.ts";
import type { Policy } from "./identity-harness.ts";

const ownOrigin = "https://own.example";

export type IdentityApp = ServedApp & {
  readonly database: TestDatabase;
  readonly anonymous: Client;
  readonly clientOf: (token: string) => Client;
  /** A client that keeps cookies as a browser does; `cookies` are its `Set-Cookie` headers, newest last. */
  readonly browser: () => { readonly client: Client; readonly cookies: string[] };
};

/** The identity module alone behind the real HTTP app. */
export async function identityApp(isProduction = false, policy: Policy = {}): Promise<IdentityApp> {
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
    ...policy,
  });
  const { procedures, authenticate, sessionCookie, surfaces } = identity;
  const served = await serveApp(procedures, {
    authenticate,
    sessionCookie,
    surfaces,
    origins: { own: [ownOrigin], allowed: [], allowsLoopback: false },
    isProduction,
  });
  const { url } = served;
  return {
    ...served,
    database,
    anonymous: createClient({ url }),
    clientOf: (token) => createClient({ url, token }),
    browser: () => browserOf(url),
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
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
