import { join } from "node:path";
import { cruiseWalls } from "./cruise-walls.ts";
import { sourceFiles } from "./source-files.ts";

const rootDir = join(import.meta.dirname, "../../..");
const expected = sourceFiles(rootDir).filter((file) => /^(packages|apps)\/.+\.tsx?$/.test(file)).length;
const { moduleCount, violations } = await cruiseWalls(rootDir);

for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
const isBlind = moduleCount < expected;
if (isBlind)
  console.error(`Only ${moduleCount} of ${expected} source files were seen: the cruiser cannot read them.`);
console.log(`${moduleCount} modules, ${violations.length} violations`);
process.exitCode = violations.length > 0 || isBlind ? 1 : 0;
