import { type Client, createClient } from "@ashlar/client";
import type { Actor } from "@ashlar/kernel";
import type { ProcedureTree } from "@ashlar/rpc";
import { serveApp } from "./serve-app.ts";
import type { ServedApp } from "./serve-calls.ts";

export type AppForActors = ServedApp & {
  /** The real client, signed in as this actor or as nobody. */
  readonly clientOf: (actor: Actor | null) => Client;
};

/** Serves procedures to whoever a test says: actors are who their token says. */
export async function serveToActors(tree: ProcedureTree): Promise<AppForActors> {
  const actors = new Map<string, Actor>();
  const served = await serveApp(tree, { authenticate: async ({ token }) => actors.get(token) ?? null });
  return {
    ...served,
    clientOf: (actor) => {
      if (actor === null) return createClient({ url: served.url });
      const token = `${actor.userId}:${[...actor.permissions].join()}`;
      actors.set(token, actor);
      return createClient({ url: served.url, token });
    },
  };
}
