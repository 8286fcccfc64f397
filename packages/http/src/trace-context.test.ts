import { expect, test } from "vitest";
import { traceparentOf } from "./trace-context.ts";

const valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("keeps a valid traceparent", () => {
  expect(traceparentOf(valid)).toBe(valid);
});

test.each([
  ["absent", undefined],
  ["of another version", valid.replace("00-", "ff-")],
  ["in upper case", valid.toUpperCase()],
  ["with a zero trace id", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
  ["with a zero parent id", `00-4bf92f3577b34da6a3ce929d0e0e4736-${"0".repeat(16)}-01`],
  ["with something behind it", `${valid}-x`],
])("starts a trace when the header is %s", (_case, received) => {
  const made = traceparentOf(received);
  expect(made).not.toBe(received);
  expect(traceparentOf(made)).toBe(made);
});

test("never gives out the same trace twice", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => traceparentOf(undefined))).size).toBe(1_000);
});
