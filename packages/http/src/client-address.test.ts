import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("believes no header without a trusted proxy", () => {
  expect(clientAddress(0, "203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
});

test("reads the entry that the outermost trusted proxy wrote", () => {
  expect(clientAddress(1, "10.0.0.2", "6.6.6.6, 198.51.100.1")).toBe("198.51.100.1");
  expect(clientAddress(2, "10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.1")).toBe("198.51.100.1");
  expect(clientAddress(2, "10.0.0.2", "198.51.100.1:4711,10.0.0.1:80")).toBe("198.51.100.1");
});

test("counts as the peer when the chain is shorter than the trusted hops", () => {
  expect(clientAddress(3, "10.0.0.2", "198.51.100.1")).toBe("10.0.0.2");
  expect(clientAddress(2, "10.0.0.2", ",198.51.100.1")).toBe("10.0.0.2");
  expect(clientAddress(1, "10.0.0.2", "")).toBe("10.0.0.2");
  expect(clientAddress(1, "10.0.0.2", ",")).toBe("10.0.0.2");
});

test.each(["unknown", "_hidden", "198.51.100.1 x", "6.6.6.6,", "client.example.org"])(
  "counts as the peer when the entry is %s",
  (header) => {
    expect(clientAddress(1, "::ffff:10.0.0.2", header)).toBe("10.0.0.2");
  },
);

test("spells the peer like any client, and knows none of a connection that is gone", () => {
  expect(clientAddress(0, "::ffff:203.0.113.9", undefined)).toBe("203.0.113.9");
  expect(clientAddress(0, "fe80::1%eth0", undefined)).toBe("fe80::1");
  expect(clientAddress(1, undefined, "unknown")).toBeNull();
});
