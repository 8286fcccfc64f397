import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { clusterTemplate } from "./cluster/cluster-template.ts";
import { type ClusterOptions, type FaultCluster, faultCluster } from "./cluster/fault-cluster.ts";
import { type Outcome, runScenario } from "./run-scenario.ts";
import type { Prepared, Scenario } from "./scenarios/scenario.ts";

export type Skipped = { readonly scenario: string; readonly skipped: string };

export type MatrixResult = { readonly outcomes: readonly Outcome[]; readonly skipped: readonly Skipped[] };

/**
 * Runs every scenario with the first seed, then all with the next, one after another.
 *
 * They share a cluster, so that what one leaves behind the next finds; after a violation, and for a scenario with
 * something around its cluster, there is a new one. The logs of a cluster with a violation are kept.
 *
 * @param report - Told of each run as it ends, with all so far.
 */
export async function runMatrix(
  scenarios: readonly Scenario[],
  seeds: readonly number[],
  report: (line: Outcome | Skipped | string, soFar: MatrixResult) => Promise<void>,
): Promise<MatrixResult> {
  await using template = await clusterTemplate();
  const outcomes: Outcome[] = [];
  const skipped: Skipped[] = [];
  const result: MatrixResult = { outcomes, skipped };
  const state: { shared: FaultCluster | null; clusters: number } = { shared: null, clusters: 0 };
  const logs = `${template.folder}-logs`;
  const started = async (options: ClusterOptions = {}): Promise<FaultCluster> => {
    state.clusters += 1;
    const folder = join(logs, String(state.clusters));
    await mkdir(folder, { recursive: true });
    return faultCluster(template, folder, options);
  };
  const run = async (scenario: Scenario, prepared: Prepared, cluster: FaultCluster, seed: number) => {
    const outcome = await runScenario(scenario, prepared, cluster, seed).catch((error: unknown) =>
      failedRun(scenario, seed, error),
    );
    outcomes.push(outcome);
    await report(outcome, result);
    if (outcome.violations.length === 0) return true;
    cluster.keep();
    await report(`logs: ${cluster.folder}`, result);
    return false;
  };
  const runOnce = async (scenario: Scenario, seed: number): Promise<void> => {
    if ("prepare" in scenario) {
      await using surroundings = new AsyncDisposableStack();
      const prepared = await scenario.prepare(surroundings);
      await using cluster = await started(prepared.cluster);
      await run(scenario, prepared, cluster, seed);
      return;
    }
    const cluster = state.shared ?? (await started());
    state.shared = cluster;
    if (await run(scenario, { ...scenario, cluster: {} }, cluster, seed)) return;
    state.shared = null;
    await cluster[Symbol.asyncDispose]();
  };
  const reasons = await Promise.all(
    scenarios.map(async ({ name, missing }) => ({ scenario: name, skipped: (await missing?.()) ?? "" })),
  );
  skipped.push(...reasons.filter((one) => one.skipped !== ""));
  for (const one of skipped) await report(one, result);
  const runnable = scenarios.filter(({ name }) => skipped.every(({ scenario }) => scenario !== name));
  try {
    for (const seed of seeds) for (const scenario of runnable) await runOnce(scenario, seed);
  } finally {
    await state.shared?.[Symbol.asyncDispose]();
    // Stays where logs were kept.
    await rmdir(logs).catch(() => undefined);
  }
  return result;
}

const failedRun = ({ name }: Scenario, seed: number, error: unknown): Outcome => ({
  scenario: name,
  seed,
  requests: 0,
  failures: {},
  recoveryMs: 0,
  settledMs: 0,
  violations: [`the run failed: ${String(error)}`],
});
