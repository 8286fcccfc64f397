import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { faultsReport, outcomeLine } from "./faults-report.ts";
import { type MatrixResult, runMatrix } from "./run-matrix.ts";
import { allScenarios } from "./scenarios/all-scenarios.ts";
import { runSoak } from "./soak/run-soak.ts";
import { soakPage, soakTable } from "./soak/soak-table.ts";

const docs = resolve(import.meta.dirname, "../../../docs");

/**
 * The fault suite: `pnpm test:faults`, with `--only a,b` for some scenarios, `--seeds 1,2,3` for other seeds and
 * `--report` to write the table to docs/faults.md. With `--soak` it makes `--requests` of a cluster to which nothing is
 * done, and watches its memory; then the report is docs/soak.md.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      seeds: { type: "string", default: "1,2,3" },
      report: { type: "boolean", default: false },
      soak: { type: "boolean", default: false },
      requests: { type: "string", default: "1000000" },
    },
  });
  if (values.soak) return soak(Number(values.requests), values.report);
  const wanted = values.only?.split(",");
  const scenarios = allScenarios.filter(({ name }) => wanted === undefined || wanted.includes(name));
  if (scenarios.length === 0) {
    throw new Error(`There is none of these; there are ${allScenarios.map(({ name }) => name).join(", ")}.`);
  }
  const report = async (line: Parameters<Parameters<typeof runMatrix>[2]>[0], soFar: MatrixResult) => {
    process.stdout.write(`${typeof line === "string" ? line : outcomeLine(line)}\n`);
    if (values.report) await writeFile(join(docs, "faults.md"), faultsReport(allScenarios, soFar));
  };
  const result = await runMatrix(scenarios, values.seeds.split(",").map(Number), report);
  const broken = result.outcomes.filter(({ violations }) => violations.length > 0);
  process.stdout.write(`${result.outcomes.length} runs, ${broken.length} with violations\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

async function soak(requests: number, isReported: boolean): Promise<void> {
  const result = await runSoak(requests, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(soakTable(result));
  if (isReported) await writeFile(join(docs, "soak.md"), soakPage(result));
  process.exitCode = result.nodes.every(({ isFlat }) => isFlat) ? 0 : 1;
}

// What was started ends with this process, if it may say goodbye.
process.setMaxListeners(40);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main();
// Node waits at its natural end for what the system still holds of killed children, sometimes for ever.
process.exit();
