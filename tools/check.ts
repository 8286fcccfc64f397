import { availableParallelism } from "node:os";
import { join } from "node:path";
import packageJson from "../package.json" with { type: "json" };
import { type Check, type CheckResult, runCheck } from "./run-check.ts";

const rootDir = join(import.meta.dirname, "..");

/** Checks the types of a project anew only where it changed since the last run. */
const types = (project: string, name: string): Check => ({
  name,
  command: `tsc -p ${project} --incremental --tsBuildInfoFile node_modules/.cache/types/${name.replaceAll(" ", "-")}.tsbuildinfo`,
});

/** Slowest first, so that none of those starts last. */
const checks: readonly Check[] = [
  types("tsconfig.json", "types"),
  { name: "walls", command: "node tools/check-walls.ts" },
  { name: "unused code", command: "knip --no-config-hints" },
  { name: "lint", command: "biome check --error-on-warnings ." },
  types("packages/contracts", "types of contracts"),
  types("packages/client", "types of client"),
  types("apps/storefront", "types of storefront"),
  { name: "source rules", command: "node tools/check-source.ts" },
  ...Object.entries(packageJson.scripts)
    .filter(([script]) => script.endsWith(":check"))
    .map(([script, command]) => ({ name: script.replace(/:check$/, ""), command })),
];

const waiting = [...checks];
const results: CheckResult[] = [];

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const result = await runCheck(rootDir, check);
    results.push(result);
    const seconds = (result.tookMs / 1000).toFixed(1).padStart(5);
    console.log(`${result.isPassed ? "ok    " : "FAILED"} ${seconds} s  ${result.name}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));

const failures = results.filter(({ isPassed }) => !isPassed);
for (const { name, command, output } of failures)
  console.log(`\n── ${name}: ${command}\n${output.trimEnd()}`);
console.log(`\n${results.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
