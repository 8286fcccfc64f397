import { expect, it } from "vitest";
import { statementsByShape } from "./statements-by-shape.ts";

it("builds the statement of a shape once", () => {
  const built: number[] = [];
  const statementOf = statementsByShape(
    (list: number) => (list % 2 === 0 ? "even" : "odd"),
    (list) => {
      built.push(list);
      return { of: list };
    },
  );
  expect(statementOf(4)).toBe(statementOf(2));
  expect(statementOf(3)).toEqual({ of: 3 });
  expect(built).toEqual([4, 3]);
});
