import { canonicalAddress } from "@ashlar/kernel";

/**
 * Finds the client's address behind trusted proxies, in its canonical spelling; the one place where it is found.
 *
 * Each trusted hop appends the address it saw to `X-Forwarded-For`, so the client is the entry as many places from
 * the right as there are hops; everything further left came from the client and is not believed. An entry that is no
 * address (`unknown`, `_hidden`, empty, junk) counts as the peer, so it buys no identity of its own.
 *
 * @param hops - Trusted proxies in front, 0 or more.
 * @param peer - Address of the TCP peer.
 * @returns At most 39 characters; null where there is no peer.
 */
export function clientAddress(
  hops: number,
  peer: string | undefined,
  forwardedFor: string | undefined,
): string | null {
  const forwarded = hops === 0 || forwardedFor === undefined ? undefined : entryFromRight(forwardedFor, hops);
  return canonicalAddress(forwarded ?? "") ?? canonicalAddress(peer ?? "");
}

/** Looks from the right, so that a long invention on the left costs nothing. */
function entryFromRight(list: string, place: number): string | undefined {
  let end = list.length;
  for (let skipped = 1; skipped < place; skipped += 1) {
    end = list.lastIndexOf(",", end - 1);
    if (end <= 0) return undefined;
  }
  return list.slice(list.lastIndexOf(",", end - 1) + 1, end);
}
