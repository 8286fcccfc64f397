import type { EventBroker, Relay, Spine } from "@ashlar/spine";
import { type BackendConfig, publicUrlOf } from "./backend-config.ts";

/**
 * Relays events to every broker that is configured, each from its own position; the clients are loaded only then.
 *
 * Events are said to come from where browsers reach this server.
 */
export async function relayEvents(
  spine: Pick<Spine, "startRelay">,
  config: Pick<BackendConfig, "natsUrl" | "kafka" | "publicUrl">,
): Promise<readonly Relay[]> {
  const source = publicUrlOf(config);
  return (await brokersOf(config)).map((broker) => spine.startRelay(broker, { source }));
}

async function brokersOf({
  natsUrl,
  kafka,
}: Pick<BackendConfig, "natsUrl" | "kafka">): Promise<EventBroker[]> {
  if (natsUrl === undefined && kafka === undefined) return [];
  const { kafkaBroker, natsBroker } = await import("@ashlar/relay");
  return [
    ...(natsUrl === undefined ? [] : [natsBroker({ url: natsUrl })]),
    ...(kafka === undefined ? [] : [kafkaBroker(kafka)]),
  ];
}
