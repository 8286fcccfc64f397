import { expect, test } from "vitest";
import { newTraceparent, unrecorded, validTraceparent } from "./trace-context.ts";

const valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("keeps a valid traceparent", () => {
  expect(validTraceparent(valid)).toBe(valid);
});

test.each([
  ["absent", undefined],
  ["of another version", valid.replace("00-", "ff-")],
  ["in upper case", valid.toUpperCase()],
  ["with a zero trace id", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
  ["with a zero parent id", `00-4bf92f3577b34da6a3ce929d0e0e4736-${"0".repeat(16)}-01`],
  ["with something behind it", `${valid}-x`],
])("takes none when the header is %s", (_case, received) => {
  expect(validTraceparent(received)).toBeNull();
});

test("starts valid traces, and never the same twice", () => {
  const made = Array.from({ length: 1_000 }, newTraceparent);
  expect(made.map(validTraceparent)).toEqual(made);
  expect(new Set(made).size).toBe(1_000);
});

test("stays in its trace when nobody is to record it", () => {
  expect(unrecorded(valid)).toBe(valid.replace(/01$/, "00"));
});
