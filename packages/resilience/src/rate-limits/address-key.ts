import { isIPv6 } from "node:net";

/**
 * Groups client addresses as their owners hold them: an IPv4 address is one, an IPv6 network of 64 bits is one.
 *
 * @see RFC 6177: a site is given at least a /64, so counting single IPv6 addresses counts nothing.
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ""] = address.split("%");
  return isIPv6(plain) ? networkOf(plain) : address;
}

function networkOf(address: string): string {
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const filled = address.includes("::")
    ? [
        ...before,
        ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"),
        ...after,
      ]
    : before;
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
