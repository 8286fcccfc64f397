import { expect, test } from "vitest";
import { isInRange } from "./is-in-range.ts";

const rest = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
const other = rest.replace("1E", "1F");

test.each([
  ["among others", `${other}:3\r\n${rest}:1\r\n`, true],
  ["in lower case, at the end", `${other}:3\n${rest.toLowerCase()}:9545824`, true],
  ["as padding", `${rest}:0\r\n${other}:3`, false],
  ["not at all", `${other}:3\r\n`, false],
  ["in an empty answer", "", false],
])("finds a hash %s", (_, answer, expected) => {
  expect(isInRange(answer, rest)).toBe(expected);
});

test.each([
  "<html>it works!</html>",
  '{"error":"no"}',
  `${rest}`,
  `${rest}:`,
  `${rest}:-1`,
  `${rest}:1;`,
  ` ${rest}:1`,
  `5BAA6${rest}:1`,
  `${rest}:1\nand so on`,
])("takes %j for no answer", (answer) => {
  expect(isInRange(answer, rest)).toBeNull();
});
