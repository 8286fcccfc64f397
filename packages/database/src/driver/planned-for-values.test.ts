import { expect, it } from "vitest";
import { statementKinds } from "../lanes/statement-kinds.ts";
import { plannedForValues } from "./planned-for-values.ts";

it("keeps the plan of no statement that is marked, and of any other", () => {
  const kindOf = statementKinds();
  const mark = plannedForValues()
    .queryChunks.map((chunk) => Object(chunk).value)
    .join("");
  expect(kindOf(`select 1 ${mark}`).isPrepared).toBe(false);
  expect(kindOf("select 1").isPrepared).toBe(true);
});
