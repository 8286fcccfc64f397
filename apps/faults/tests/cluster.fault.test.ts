import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClusterTemplate, clusterTemplate } from "../src/cluster/cluster-template.ts";
import { type FaultCluster, faultCluster } from "../src/cluster/fault-cluster.ts";
import { runScenario } from "../src/run-scenario.ts";
import { allScenarios } from "../src/scenarios/all-scenarios.ts";

// The cheapest and most telling scenarios; `pnpm test:faults` runs all of them, see docs/faults.md.
const guarantees = {
  "rolling-restart": "restarting every process under load fails no call, breaks no stream and loses nothing",
  "api-killed": "an api process killed with -9 under load loses no acknowledged write and doubles none",
  "worker-killed": "a worker killed with -9 under load leaves no job undone and none done twice",
  "postgres-killed":
    "PostgreSQL killed with -9 under load loses nothing, and the streams continue without a gap",
  "backends-terminated": "sessions ended one after another leave nothing half-done",
  duplicates: "orders asked for twice at once and jobs given to two workers have one effect",
} as const;

let template: ClusterTemplate;
let cluster: FaultCluster;
beforeAll(async () => {
  template = await clusterTemplate();
  const folder = join(template.folder, "cluster");
  await mkdir(folder);
  cluster = await faultCluster(template, folder);
}, 180_000);
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await template?.[Symbol.asyncDispose]();
}, 60_000);

test.each(Object.entries(guarantees))("%s: %s", { timeout: 120_000 }, async (name) => {
  const scenario = allScenarios.find((one) => one.name === name);
  if (!scenario || !("inflict" in scenario)) throw new Error(`There is no scenario ${name}.`);
  const outcome = await runScenario(scenario, scenario, cluster, 1);
  expect(outcome.violations).toEqual([]);
  expect(outcome.requests).toBeGreaterThan(20);
});
