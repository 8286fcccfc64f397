import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAddress } from "./canonical-address.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  [" 192.0.2.7\t", "192.0.2.7"],
  ["192.0.2.7:4711", "192.0.2.7"],
  ["192.0.2.7:_port", "192.0.2.7"],
  ['"192.0.2.7:80"', "192.0.2.7"],
  ["[192.0.2.7]:80", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:c000:0207", "192.0.2.7"],
  ["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7:4711", "192.0.2.7"],
  ["[::ffff:192.0.2.7]:4711", "192.0.2.7"],
  ["64:ff9b::192.0.2.7", "192.0.2.7"],
  ["64:ff9b::c000:207", "192.0.2.7"],
  ["2001:DB8::5", "2001:db8::5"],
  ["2001:0db8:0000:0000:0000:0000:0000:0005", "2001:db8::5"],
  ["[2001:db8::5]", "2001:db8::5"],
  ["[2001:db8::5]:4711", "2001:db8::5"],
  ['"[2001:db8::5]:4711"', "2001:db8::5"],
  ["2001:db8::5%eth0", "2001:db8::5"],
  ["[fe80::1%25eth0]:80", "fe80::1"],
  ["::1", "::1"],
])("reads %s as %s", (text, address) => {
  expect(canonicalAddress(text)).toBe(address);
});

test.each([
  "",
  " ",
  "unknown",
  "_hidden",
  "_SEVKISEK",
  "localhost",
  "example.org:80",
  "192.0.2",
  "192.0.2.256",
  "192.0.2.07",
  "0x7f.0.0.1",
  "3221225991",
  "192.0.2.7/24",
  "192.0.2.7 192.0.2.8",
  "for=192.0.2.7",
  "[192.0.2.7",
  "2001:db8:::5",
  "[2001:db8::5",
  "2001:db8::5]",
  "[[2001:db8::5]]",
  "1:2:3:4:5:6:7:8:9",
  "%",
  "'; drop table users; --",
  "1".repeat(10_000),
])("reads no address in %s", (text) => {
  expect(canonicalAddress(text)).toBeNull();
});

const byte = fc.integer({ min: 0, max: 255 });
const group = fc.integer({ min: 0, max: 0xffff });
const port = fc.integer({ min: 1, max: 65_535 });
const ipv4 = fc.tuple(byte, byte, byte, byte);
/** Of 2000::/3, where clients have theirs: what is mapped or translated is an IPv4 address. */
const ipv6 = fc.tuple(fc.integer({ min: 0x2000, max: 0x3fff }), ...Array.from({ length: 7 }, () => group));

const decorated = (address: string, at: number) => [
  `[${address}]`,
  `[${address}]:${at}`,
  `"[${address}]:${at}"`,
];
const upper = (spellings: readonly string[]) => spellings.map((spelling) => spelling.toUpperCase());

function spellingsOfIPv4(bytes: readonly number[], at: number): readonly string[] {
  const address = bytes.join(".");
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const hex = [a * 256 + b, c * 256 + d].map((value) => value.toString(16)).join(":");
  const mapped = [`::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:ffff:${address}`];
  const plain = [address, ` ${address} `, `${address}:${at}`, `${mapped[0]}:${at}`, `${mapped[0]}%eth0`];
  const all = [...plain, ...mapped, ...[address, ...mapped].flatMap((each) => decorated(each, at))];
  return [...all, ...upper(all)];
}

function spellingsOfIPv6(groups: readonly number[], at: number): readonly string[] {
  const short = groups.map((value) => value.toString(16)).join(":");
  const long = groups.map((value) => value.toString(16).padStart(4, "0")).join(":");
  const all = [short, long, `${short}%eth0`, ...decorated(short, at), ...decorated(long, at)];
  return [...all, ...upper(all)];
}

test("one client has one identity, however a proxy spells it", () => {
  const ofIPv4 = fc.tuple(ipv4, port).map(([bytes, at]) => spellingsOfIPv4(bytes, at));
  const ofIPv6 = fc.tuple(ipv6, port).map(([groups, at]) => spellingsOfIPv6(groups, at));
  fc.assert(
    fc.property(fc.oneof(ofIPv4, ofIPv6), (spellings) => {
      const identities = new Set(spellings.map(canonicalAddress));
      expect(identities.size).toBe(1);
      const [identity] = identities;
      expect(canonicalAddress(identity ?? "")).toBe(identity);
      expect(identity?.length).toBeLessThanOrEqual(39);
    }),
  );
});

test("two clients have two identities", () => {
  const spelled = fc.oneof(
    ipv4.map((bytes) => bytes.join(".")),
    ipv6.map((groups) => groups.map((value) => value.toString(16)).join(":")),
  );
  fc.assert(
    fc.property(spelled, spelled, (left, right) => {
      fc.pre(left !== right);
      expect(canonicalAddress(left)).not.toBe(canonicalAddress(right));
    }),
  );
});

test("any text is read without a fault, and what comes of it is canonical", () => {
  const alphabet = fc.constantFrom(...'0123456789abcdefABCDEF:.[]%"/ _-x');
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: alphabet, maxLength: 50 })), (text) => {
      const identity = canonicalAddress(text);
      if (identity !== null) expect(canonicalAddress(identity)).toBe(identity);
    }),
    { numRuns: 2_000 },
  );
});
