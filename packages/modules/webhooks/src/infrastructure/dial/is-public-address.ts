import { BlockList, isIP } from "node:net";

/** Ranges that lead anywhere but to one public host, or into the network of whoever asks. */
const specialV4 = [
  "0.0.0.0/8", // this network; on Linux, this host
  "10.0.0.0/8",
  "100.64.0.0/10", // carrier-grade NAT, and metadata of some clouds
  "127.0.0.0/8",
  "168.63.129.16/32", // Azure's host
  "169.254.0.0/16", // link-local, and metadata of most clouds
  "172.16.0.0/12",
  "192.0.0.0/24", // protocol assignments, and metadata of Oracle's cloud
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
];

/**
 * Of IPv6 only 2000::/3 is handed out; what is not in it (loopback, mapped and compatible IPv4, NAT64, unique local,
 * link-local, site-local, multicast, segment routing) needs no rule of its own.
 */
const globalV6 = "2000::/3";
const specialV6 = [
  "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4, which holds an IPv4 address
  "3fff::/20", // documentation
];

const special = blockList(specialV4, specialV6);
const global = blockList([], [globalV6]);

/**
 * Whether an address is one public host's; false for anything that is not an address.
 *
 * @param address - As a resolver or a socket writes it, without brackets; a zone makes it local.
 * @see IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890)
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, "ipv4");
    case 6:
      return !address.includes("%") && global.check(address, "ipv6") && !isSpecialV6(address);
    default:
      return false;
  }
}

/** ISATAP hides an IPv4 address in the last 32 bits of any prefix: `…:0:5efe:a.b.c.d`, `…:200:5efe:a.b.c.d`. */
const isSpecialV6 = (address: string): boolean =>
  special.check(address, "ipv6") || /(^|:)(0{0,4}|0?200):5efe:[^:]*(:[^:]*)?$/i.test(address);

function blockList(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of v4) addTo(list, range, "ipv4");
  for (const range of v6) addTo(list, range, "ipv6");
  return list;
}

function addTo(list: BlockList, range: string, family: "ipv4" | "ipv6"): void {
  const [network = "", prefix] = range.split("/");
  list.addSubnet(network, Number(prefix), family);
}
