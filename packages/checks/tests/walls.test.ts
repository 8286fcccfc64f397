import { join } from "node:path";
import { expect, test } from "vitest";
import { cruiseWalls } from "../src/cruise-walls.ts";
import { sourceFiles } from "../src/source-files.ts";
import { temporaryTree } from "./temporary-tree.ts";
import { breaches, lawfulFiles } from "./wall-breaches.ts";

const rootDir = join(import.meta.dirname, "../../..");

test("no import of the repository breaks a wall, and the cruiser saw every file", async () => {
  const expected = sourceFiles(rootDir).filter((file) => /^(packages|apps)\/.+\.tsx?$/.test(file)).length;
  const { moduleCount, violations } = await cruiseWalls(rootDir);
  expect(violations).toEqual([]);
  expect(moduleCount).toBeGreaterThan(40);
  expect(moduleCount).toBeGreaterThanOrEqual(expected);
});

test("each breach is named by exactly the rules it breaks, and lawful files by none", async () => {
  const broken = Object.fromEntries(breaches.map(({ file, text }) => [file, `${text}\n`]));
  await using tree = await temporaryTree({ ...lawfulFiles, ...broken });
  const { moduleCount, violations } = await cruiseWalls(tree.dir);
  const found = violations.map(({ rule, from }) => `${from} ${rule}`).sort();
  expect(found).toEqual(
    breaches.flatMap(({ file, breaks }) => breaks.map((rule) => `${file} ${rule}`)).sort(),
  );
  expect(moduleCount).toBe(Object.keys(lawfulFiles).length + breaches.length);
});

test("every wall has a breach that proves it stands", async () => {
  const proved = new Set(breaches.flatMap(({ breaks }) => breaks));
  await using tree = await temporaryTree(lawfulFiles);
  const { ruleNames, violations } = await cruiseWalls(tree.dir);
  expect(violations).toEqual([]);
  expect(ruleNames.filter((name) => !proved.has(name))).toEqual([]);
  expect([...proved].filter((name) => !ruleNames.includes(name))).toEqual([]);
});
