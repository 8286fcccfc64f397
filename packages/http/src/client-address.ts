/**
 * Finds the client's address behind trusted proxies.
 *
 * Each trusted hop appends the address it saw to `X-Forwarded-For`, so the client is the entry as many places from
 * the right as there are hops; whatever stands further left came from the client and is not believed.
 *
 * @param hops - Trusted proxies in front, 0 or more.
 * @param peer - Address of the TCP peer.
 */
export function clientAddress(
  hops: number,
  peer: string | null,
  forwardedFor: string | undefined,
): string | null {
  if (hops === 0 || forwardedFor === undefined) return peer;
  const entries = forwardedFor.split(",");
  const entry = entries[entries.length - hops]?.trim();
  return entry === undefined || entry === "" ? peer : entry.slice(0, 64);
}
