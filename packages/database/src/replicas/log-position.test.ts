import { expect, test } from "vitest";
import { formatLogPosition, parseLogPosition } from "./log-position.ts";

test("a position is read as PostgreSQL compares it, and written back the same", () => {
  expect(parseLogPosition("0/16B3748")).toBe(0x16b3748n);
  expect(parseLogPosition("1/0")).toBe(0x1_0000_0000n);
  for (const text of ["0/0", "A/FFFFFFFF", "FFFFFFFF/1"]) {
    expect(formatLogPosition(parseLogPosition(text) ?? -1n)).toBe(text);
  }
});

test("any other text is no position", () => {
  for (const text of ["", "/", "0", "1/", "/1", "0/123456789", "0x1/1", "-1/0", " 0/0", "0/0/0"]) {
    expect(parseLogPosition(text)).toBeNull();
  }
});
