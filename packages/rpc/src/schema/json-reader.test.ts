import { expect, test } from "vitest";
import { z } from "zod";
import { jsonReaderOf } from "./json-reader.ts";

const iso = "2026-01-02T03:04:05.678Z";
const at = new Date(iso);

test.each<[string, z.ZodType, unknown, unknown]>([
  ["a date", z.date(), iso, at],
  ["an optional, a nullable and one with a default", z.date().nullish().default(at), iso, at],
  [
    "fields, and nothing beside them",
    z.object({ at: z.date() }),
    { at: iso, other: iso },
    { at, other: iso },
  ],
  ["a list", z.array(z.object({ at: z.date() })), [{ at: iso }], [{ at }]],
  ["a record", z.record(z.string(), z.date()), { one: iso }, { one: at }],
  [
    "the branch of a union that has one",
    z.union([z.object({ name: z.string() }), z.object({ at: z.date() })]),
    { at: iso },
    { at },
  ],
  ["what a pipe takes", z.date().pipe(z.date().max(at)), iso, at],
])("reads ISO texts as dates where the schema expects them: %s", (_name, schema, value, read) => {
  expect(jsonReaderOf(schema)?.(value)).toEqual(read);
});

test("leaves what is no date for the schema to refuse, and what holds none alone", () => {
  expect(jsonReaderOf(z.date())?.("2026-01-02")).toBe("2026-01-02");
  expect(jsonReaderOf(z.object({ at: z.date() }))?.(null)).toBeNull();
  expect(jsonReaderOf(z.object({ name: z.string() }))).toBeUndefined();
});
