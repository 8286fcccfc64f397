import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { Cipher } from "@ashlar/secrets";
import type { Spine } from "@ashlar/spine";
import { webhooksProcedures } from "./api/webhooks-procedures.ts";
import type { WebhooksDeps } from "./application/ports.ts";
import { readWebhookUrl } from "./infrastructure/dial/read-webhook-url.ts";
import { type ResolveHost, resolveHost } from "./infrastructure/dial/resolve-host.ts";
import { postgresDeliveryReader } from "./infrastructure/postgres-delivery-reader.ts";
import { postgresEndpointReader } from "./infrastructure/postgres-endpoint-reader.ts";
import { signedSender } from "./infrastructure/signed-sender.ts";
import { secretVault } from "./infrastructure/signing/secret-vault.ts";
import { webhookParts } from "./infrastructure/spine-parts.ts";
import { webhooksUnitOfWork } from "./infrastructure/webhooks-unit-of-work.ts";

export type WebhooksOptions = {
  readonly database: Pick<DatabaseConnection, "read">;
  readonly spine: Pick<Spine, "unitOfWork" | "register">;
  readonly clock: Clock;
  /** Seals signing secrets. */
  readonly sealer: () => Promise<Cipher>;
  /** Lets deliveries go to this host as well, without TLS and on any port; for development and tests alone. */
  readonly reachesLoopback: boolean;
  /** For one request, in milliseconds; 1–15,000, default 15,000. */
  readonly timeoutMs?: number;
  /** Who answers for names; default: the name servers of the host. */
  readonly resolve?: ResolveHost;
  /** Certificate authorities in PEM, trusted instead of the public ones. */
  readonly authorities?: string;
};

export type WebhooksModule = ReturnType<typeof createWebhooksModule>;

/** What the use cases of webhooks are given, on PostgreSQL and the network. */
export function webhooksDeps(options: WebhooksOptions): WebhooksDeps {
  const { database, spine, clock, resolve = resolveHost, timeoutMs = 15_000, authorities } = options;
  const reach = options.reachesLoopback ? "development" : "public";
  const vault = secretVault(options.sealer);
  return {
    clock,
    random: Math.random,
    endpoints: postgresEndpointReader(database.read),
    deliveries: postgresDeliveryReader(database.read),
    transact: webhooksUnitOfWork(spine, clock),
    sender: signedSender({ clock, vault, reach, resolve, timeoutMs, authorities }),
    secrets: vault,
    readUrl: readWebhookUrl(reach),
  };
}

/** Puts the webhooks module together and registers its part with the spine. */
export function createWebhooksModule(options: WebhooksOptions) {
  const deps = webhooksDeps(options);
  options.spine.register(webhookParts(deps));
  return { procedures: { webhooks: webhooksProcedures(deps) } };
}
