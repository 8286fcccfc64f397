import { type AppForActors, serveToActors } from "@ashlar/testing";
import { webhooksProcedures } from "../src/api/webhooks-procedures.ts";
import { type WebhooksOnTest, webhooksOnTest } from "./webhooks-on-test.ts";

export type WebhooksApp = WebhooksOnTest & AppForActors;

/** The webhooks module alone behind the real HTTP app, as in production: deliveries go to public addresses. */
export async function webhooksApp(): Promise<WebhooksApp> {
  const at = await webhooksOnTest({ reachesLoopback: false });
  const served = await serveToActors({ webhooks: webhooksProcedures(at.deps) });
  return {
    ...at,
    ...served,
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}
