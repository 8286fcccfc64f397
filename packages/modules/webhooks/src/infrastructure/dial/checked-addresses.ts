import { isIP } from "node:net";
import { hostAddress } from "./host-address.ts";
import { isWithinReach, type Reach } from "./reach.ts";
import type { ResolveHost } from "./resolve-host.ts";

export type CheckedAddresses =
  | { readonly addresses: readonly string[] }
  | { readonly failure: "address-refused" | "name-not-resolved" };

/**
 * Resolves the host of a URL, once, and checks every address it has. One that is refused refuses the host: a name
 * with a public and a private address is an attempt to get the second one used.
 *
 * Connect to these addresses and ask no more: the next answer may be another.
 */
export async function checkedAddresses(
  hostname: string,
  reach: Reach,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<CheckedAddresses> {
  const addresses = await addressesOf(hostname, reach, resolve, signal);
  if (addresses.length === 0) return { failure: "name-not-resolved" };
  if (!addresses.every((address) => isWithinReach(reach, address))) return { failure: "address-refused" };
  return { addresses };
}

async function addressesOf(
  hostname: string,
  reach: Reach,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const literal = hostAddress(hostname);
  if (isIP(literal) !== 0) return [literal];
  // Name servers need not know it.
  if (reach === "development" && hostname === "localhost") return ["127.0.0.1", "::1"];
  return resolve(hostname, signal);
}
