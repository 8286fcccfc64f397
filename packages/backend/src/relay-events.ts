import type { Relay, Spine } from "@ashlar/spine";

/**
 * Relays events to NATS where one is configured; its client is loaded only then.
 *
 * @param source - What events are said to come from: a URI.
 */
export async function relayEvents(
  spine: Pick<Spine, "startRelay">,
  natsUrl: string | undefined,
  source: string,
): Promise<Relay | null> {
  if (natsUrl === undefined) return null;
  const { natsBroker } = await import("@ashlar/relay");
  return spine.startRelay(natsBroker({ url: natsUrl }), { source });
}
