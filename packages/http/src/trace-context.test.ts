import { expect, test } from "vitest";
import { newTraceparent, unrecorded, validTraceparent } from "./trace-context.ts";

const valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("keeps a valid traceparent", () => {
  expect(validTraceparent(valid)).toBe(valid);
});

test.each([
  ["absent", undefined],
  ["of the version that is none", valid.replace("00-", "ff-")],
  ["of a later version and cut short", valid.replace("00-", "01-").slice(0, -1)],
  ["of a later version that continues without a dash", `${valid.replace("00-", "01-")}x`],
  ["of a later version with a zero trace id", `01-${"0".repeat(32)}-00f067aa0ba902b7-01`],
  ["in upper case", valid.toUpperCase()],
  ["with a zero trace id", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
  ["with a zero parent id", `00-4bf92f3577b34da6a3ce929d0e0e4736-${"0".repeat(16)}-01`],
  ["with something behind it", `${valid}-x`],
])("takes none when the header is %s", (_case, received) => {
  expect(validTraceparent(received)).toBeNull();
});

test.each([
  [valid.replace("00-", "01-"), valid],
  [`${valid.replace("00-", "cc-")}-what-the-future-adds`, valid],
  [`${valid.replace("00-", "fe-")}-`, valid],
  [valid.replace("00-", "01-").replace(/01$/, "ff"), valid],
  [valid.replace("00-", "01-").replace(/01$/, "02"), valid.replace(/01$/, "00")],
])("keeps the trace of a later version: %s", (received, kept) => {
  expect(validTraceparent(received)).toBe(kept);
});

test("starts valid traces, and never the same twice", () => {
  const made = Array.from({ length: 1_000 }, newTraceparent);
  expect(made.map(validTraceparent)).toEqual(made);
  expect(new Set(made).size).toBe(1_000);
});

test("stays in its trace when nobody is to record it", () => {
  expect(unrecorded(valid)).toBe(valid.replace(/01$/, "00"));
});
