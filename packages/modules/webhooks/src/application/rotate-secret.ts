import type { Actor } from "@ashlar/kernel";
import { changeEndpoint } from "./change-endpoint.ts";
import type { IssuedEndpoint } from "./create-endpoint.ts";
import type { WebhooksDeps } from "./ports.ts";

/** How long deliveries carry the former secret's signature too. */
const overlapMs = 24 * 3_600_000;

/**
 * Gives an endpoint a new secret, which the answer holds and nothing else ever does. Rotating again within the day
 * ends the secret before the former one at once.
 *
 * @throws WEBHOOK_ENDPOINT_NOT_FOUND
 */
export async function rotateSecret(
  deps: Pick<WebhooksDeps, "clock" | "transact" | "secrets">,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<IssuedEndpoint> {
  const { secret, sealed } = await deps.secrets.issue(id);
  const endpoint = await changeEndpoint(
    deps,
    actor,
    id,
    "webhooks.secret-rotated",
    async (before, { endpoints }) => {
      const now = deps.clock.now();
      await endpoints.replaceSecret(id, sealed);
      return { ...before, formerSecretUntil: new Date(now.getTime() + overlapMs), updatedAt: now };
    },
  );
  return { ...endpoint, secret };
}
