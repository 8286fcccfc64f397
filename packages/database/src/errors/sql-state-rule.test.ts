import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { postgresBinaries } from "../embedded/postgres-binaries.ts";
import { sqlStateRule } from "./sql-state-rule.ts";

const { initdb } = await postgresBinaries();
const listed = readFileSync(join(dirname(initdb), "../share/postgresql/errcodes.txt"), "utf8");
/** Every SQLSTATE of the server's own list, appendix A of its manual. */
const all = [...new Set([...listed.matchAll(/^([0-9A-Z]{5}) +[A-Z] /gm)].map(([, code = ""]) => code))];
const those = (keep: (code: string) => boolean): string =>
  all
    .filter(keep)
    .sort((one, other) => (one < other ? -1 : 1))
    .join(" ");
const meaning = (wanted: string) => those((code) => sqlStateRule(code).meaning === wanted);

test("every SQLSTATE of PostgreSQL has a meaning", () => {
  expect(all.length).toBeGreaterThan(250);
  expect(meaning("collision")).toBe("40000 40001 40P01");
  expect(meaning("constraint")).toBe(those((code) => code.startsWith("23")));
  expect(meaning("value")).toBe(
    those((code) => /^(22|54)/.test(code) && !["2200H", "22P04", "54011", "54023"].includes(code)),
  );
  expect(meaning("unavailable")).toBe(
    "08000 08001 08003 08004 08006 08007 08P01 25006 25P03 25P04 26000 28000 28P01 3D000 40003 42P05 " +
      "53000 53100 53200 53300 53400 55000 55006 55P03 57000 57014 57P01 57P02 57P03 57P04 57P05 " +
      "58000 58030 58P01 58P02 58P03 F0000 F0001",
  );
});

test("a connection is kept where the statement, and not the server behind it, was the matter", () => {
  expect(those((code) => sqlStateRule(code).meaning === "unavailable" && !sqlStateRule(code).isSpent)).toBe(
    "53000 53100 53200 53300 53400 55006 55P03 57014",
  );
  expect(those((code) => sqlStateRule(code).meaning !== "unavailable" && sqlStateRule(code).isSpent)).toBe(
    "",
  );
});

test("what PostgreSQL does not list is a bug", () => {
  for (const code of ["", "ZZ000", "P0042", "XX000", "42P01", "constructor"])
    expect(sqlStateRule(code)).toEqual({ meaning: "bug", isSpent: false });
});
