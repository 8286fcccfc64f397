import fc from "fast-check";
import { expect, test } from "vitest";
import { parsedInstant } from "./parsed-instant.ts";

/** As PostgreSQL writes a timestamptz(3) in UTC: a fraction without trailing zeros, or none. */
const postgresText = (instant: Date): string => {
  const [day = "", time = ""] = instant.toISOString().slice(0, -1).split("T");
  return `${day} ${time.replace(/0+$/, "").replace(/\.$/, "").padEnd(8, "0")}+00`;
};

test("reads every instant of the years 0000 to 9999 to the millisecond", () => {
  const years = { min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z") };
  fc.assert(
    fc.property(fc.date({ ...years, noInvalidDate: true }), (instant) => {
      expect(parsedInstant(postgresText(instant), "at")).toEqual(instant);
    }),
  );
});

test.each([
  ["2026-03-04 05:06:07+00", "2026-03-04T05:06:07.000Z"],
  ["2026-03-04 05:06:07.1+00", "2026-03-04T05:06:07.100Z"],
  ["2026-03-04 05:06:07.12+00", "2026-03-04T05:06:07.120Z"],
  ["2026-03-04 05:06:07.123456+00", "2026-03-04T05:06:07.123Z"],
  ["2026-03-04 05:06:07+02", "2026-03-04T03:06:07.000Z"],
  ["2026-03-04 05:06:07.5+05:30", "2026-03-03T23:36:07.500Z"],
  ["2026-03-04 05:06:07-00:00:08", "2026-03-04T05:06:15.000Z"],
  ["2026-03-04T05:06:07.089+00:00", "2026-03-04T05:06:07.089Z"],
  ["10000-01-01 00:00:00+00", "+010000-01-01T00:00:00.000Z"],
  ["275760-09-13 00:00:00+00", "+275760-09-13T00:00:00.000Z"],
  ["0044-03-15 00:00:00+00 BC", "-000043-03-15T00:00:00.000Z"],
])("reads %s", (text, expected) => {
  expect(parsedInstant(text, "at").toISOString()).toBe(expected);
});

test.each([
  ["infinity"],
  ["-infinity"],
  ["275760-09-13 00:00:00.001+00"],
  ["294276-12-31 23:59:59.999+00"],
  ["04.03.2026 05:06:07 UTC"],
  ["04/03/2026 05:06:07.089 UTC"],
  ["Wed 04 Mar 05:06:07 2026 UTC"],
  ["2026-03-04"],
  ["null"],
  [""],
])("refuses %j and names the column", (text) => {
  expect(() => parsedInstant(text, "posts.publishedAt")).toThrow("The column posts.publishedAt holds");
});
