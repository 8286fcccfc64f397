import { describe, expect, it } from "vitest";
import { countedRows } from "./list-total.ts";
import { offsetOf } from "./slice.ts";
import { toPage } from "./to-page.ts";

const cursorOf = (last: number) => `after ${last}`;

describe("a page", () => {
  it("drops the row too many and points behind its last row", () => {
    expect(toPage([1, 2, 3], { limit: 2 }, cursorOf)).toEqual({
      items: [1, 2],
      page: { limit: 2, hasNext: true, hasPrevious: false, nextCursor: "after 2" },
    });
  });

  it("has no cursor on the last page, and something before it when it was reached by one", () => {
    expect(toPage([1, 2], { limit: 2, cursor: "after 0" }, cursorOf)).toEqual({
      items: [1, 2],
      page: { limit: 2, hasNext: false, hasPrevious: true },
    });
  });

  it("counts when it is numbered", () => {
    expect(toPage([3, 4, 5], { limit: 2, page: 2 }, cursorOf, 7).page).toEqual({
      limit: 2,
      page: 2,
      total: 7,
      totalPages: 4,
      hasNext: true,
      hasPrevious: true,
      nextCursor: "after 4",
    });
  });

  it("has the least that the total can be when there is more than is counted", () => {
    const total = countedRows + 1;
    expect(toPage([3, 4, 5], { limit: 2, page: 2 }, cursorOf, total).page).toMatchObject({
      total: 10_000,
      totalPages: 5_000,
      totalIsMinimum: true,
    });
    expect(toPage([3, 4, 5], { limit: 2, page: 6_000 }, cursorOf, total).page).toMatchObject({
      total: 12_001,
      totalPages: 6_001,
      totalIsMinimum: true,
    });
    expect(toPage([3], { limit: 2, page: 5_000 }, cursorOf, countedRows).page).not.toHaveProperty(
      "totalIsMinimum",
    );
  });

  it("has nothing before it in an empty list, whatever its number", () => {
    const { page } = toPage([], { limit: 2, page: 3 }, cursorOf, 0);
    expect(page).toMatchObject({ hasNext: false, hasPrevious: false, totalPages: 0 });
  });

  it("is either numbered or behind a cursor", () => {
    expect(offsetOf({ limit: 20, page: 3 })).toBe(40);
    expect(offsetOf({ limit: 20, cursor: "x" })).toBe(0);
    expect(() => offsetOf({ limit: 20, page: 1, cursor: "x" })).toThrow(
      expect.objectContaining({ code: "VALIDATION_FAILED" }),
    );
  });
});
