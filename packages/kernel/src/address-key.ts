/**
 * Groups client addresses as their owners hold them: an IPv4 address is one, an IPv6 network of 64 bits is one.
 *
 * Every bound per client counts by this key.
 *
 * @param address - In its canonical spelling; see `canonicalAddress`.
 * @see RFC 6177: a site is given at least a /64, so counting single IPv6 addresses counts nothing.
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

const groupsOf = (text = ""): readonly string[] => (text === "" ? [] : text.split(":"));
