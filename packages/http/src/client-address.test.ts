import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("believes no header without a trusted proxy", () => {
  expect(clientAddress(0, "203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
});

test("reads the entry that the outermost trusted proxy wrote", () => {
  expect(clientAddress(1, "10.0.0.2", "6.6.6.6, 198.51.100.1")).toBe("198.51.100.1");
  expect(clientAddress(2, "10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.1")).toBe("198.51.100.1");
});

test("falls back to the peer when the chain is shorter than the trusted hops", () => {
  expect(clientAddress(3, "10.0.0.2", "198.51.100.1")).toBe("10.0.0.2");
  expect(clientAddress(1, "10.0.0.2", "")).toBe("10.0.0.2");
});
