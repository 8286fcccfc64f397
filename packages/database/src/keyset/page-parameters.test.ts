import { expect, it } from "vitest";
import { encodeCursor } from "./cursor.ts";
import { pageParameters } from "./page-parameters.ts";
import { plannedLimitOf } from "./planned-limit.ts";

const id = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";
const refused = expect.objectContaining({ code: "VALIDATION_FAILED" });
const isValue = (value: string): boolean => value === "b";

it("asks for a row more than the page holds, behind the cursor or from the page's first row", () => {
  const cursor = encodeCursor("names", { value: "b", id });
  expect(pageParameters("names", { limit: 20, cursor }, isValue)).toEqual({
    afterValue: "b",
    afterId: id,
    rows: 21,
    skipped: 0,
    through: 21,
  });
  expect(pageParameters("names", { limit: 20, page: 3 }, isValue)).toMatchObject({
    rows: 21,
    skipped: 40,
    through: 61,
  });
});

it("refuses a value that is not the list's, and a cursor beside a page number", () => {
  const cursor = encodeCursor("names", { value: "c", id });
  expect(() => pageParameters("names", { limit: 20, cursor }, isValue)).toThrow(refused);
  expect(() => pageParameters("names", { limit: 20, cursor, page: 1 }, isValue)).toThrow(refused);
});

it("plans for the limits that clients use, but not for numbered pages", () => {
  expect([20, 21, 50, 100].map((limit) => plannedLimitOf({ limit }))).toEqual([20, null, 50, 100]);
  expect(plannedLimitOf({ limit: 20, page: 1 })).toBeNull();
});
