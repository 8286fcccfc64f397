import { setTimeout as wait } from "node:timers/promises";
import { safe } from "@ashlar/client";
import { buyers, password } from "../cluster/people.ts";
import { isExcusable, type LoadContext } from "./load-context.ts";

/** Signs in, looks who it is and signs out, until the load is over. A session that was granted must be known. */
export async function signInAndOut(
  context: LoadContext,
  { pauseMs }: { readonly pauseMs: number },
): Promise<void> {
  const told = (what: string, error: unknown): void => {
    const label = context.tally.failed(error);
    if (!isExcusable(label)) context.scandals.push(`${what} was answered ${label}`);
  };
  for (let round = 0; !context.isOver(); round += 1) {
    context.tally.sent();
    const email = buyers[round % buyers.length]?.email ?? "";
    const [entered, error] = await safe(context.clientOf().auth.login.mutate({ email, password }));
    if (entered) {
      const client = context.clientOf(entered.token);
      context.tally.sent();
      const [, unknown] = await safe(client.auth.me.query());
      if (unknown) told("a session that was granted", unknown);
      context.tally.sent();
      const [, stays] = await safe(client.auth.logout.mutate());
      if (stays) told("a sign-out", stays);
    } else told("a sign-in", error);
    await wait(context.random() * pauseMs);
  }
}
