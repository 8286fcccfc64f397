import { createClient } from "@ashlar/client";
import { createApp, defaultLimits, listen, trackRequests } from "@ashlar/http";
import type { Actor } from "@ashlar/kernel";
import { bindCalls, noPolicies, trpcRouter } from "@ashlar/rpc";
import { webhooksProcedures } from "../src/api/webhooks-procedures.ts";
import { silentLog, type WebhooksOnTest, webhooksOnTest } from "./webhooks-on-test.ts";

export type WebhooksApp = WebhooksOnTest & {
  /** The real client, signed in as this actor or as nobody. */
  readonly clientOf: (actor: Actor | null) => ReturnType<typeof createClient>;
  readonly url: string;
  /** What was logged as an error: nothing, unless a call found a bug. */
  readonly bugs: readonly unknown[];
};

/** The webhooks module alone behind the real HTTP app, as in production: deliveries go to public addresses. */
export async function webhooksApp(): Promise<WebhooksApp> {
  const at = await webhooksOnTest({ reachesLoopback: false });
  const calls = bindCalls({ webhooks: webhooksProcedures(at.deps) }, noPolicies);
  const actors = new Map<string, Actor>();
  const activeRequests = trackRequests(10_000);
  const bugs: unknown[] = [];
  const app = createApp({
    router: trpcRouter(calls),
    procedures: calls,
    authenticate: async ({ token }) => actors.get(token) ?? null,
    sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
    health: { ready: async () => undefined },
    activeRequests,
    origins: { own: [], allowed: [], allowsLoopback: false },
    trustedProxyHops: 0,
    isProduction: false,
    limits: defaultLimits,
    log: { ...silentLog, error: (fields) => bugs.push(fields) },
  });
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    ...at,
    url,
    bugs,
    clientOf: (actor) => {
      const token = actor === null ? undefined : `${actor.userId}:${[...actor.permissions].join()}`;
      if (actor !== null && token !== undefined) actors.set(token, actor);
      return createClient({ url, token });
    },
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await at[Symbol.asyncDispose]();
    },
  };
}
