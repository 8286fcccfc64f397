import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import turbo from "../../../turbo.json" with { type: "json" };
import { checkOutcome } from "./check-outcome.ts";

const rootDir = join(import.meta.dirname, "../../..");

/** Every root task is a check; turbo answers those from its cache whose inputs have not changed. */
const checks = Object.keys(turbo.tasks).flatMap((task) => (task.startsWith("//#") ? [task.slice(3)] : []));

const child = spawn(
  join(rootDir, "node_modules/.bin/turbo"),
  [
    "run",
    ...checks,
    "--continue",
    `--concurrency=${availableParallelism()}`,
    "--output-logs=errors-only",
    "--log-order=grouped",
    "--ui=stream",
  ],
  { cwd: rootDir, stdio: ["ignore", "pipe", "inherit"] },
);
const printed: string[] = [];
child.stdout.setEncoding("utf8").on("data", (text: string) => {
  printed.push(text);
  process.stdout.write(text);
});
child.on("error", (error) => printed.push(String(error)));
child.on("close", (code) => {
  const { passed, failed } = checkOutcome(stripVTControlCharacters(printed.join("")), checks.length, code);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});
