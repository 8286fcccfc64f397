import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { clusterTemplate } from "./cluster/cluster-template.ts";
import { type FaultCluster, faultCluster } from "./cluster/fault-cluster.ts";
import { type Outcome, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenarios/scenario.ts";

export type Skipped = { readonly scenario: string; readonly skipped: string };

export type MatrixResult = { readonly outcomes: readonly Outcome[]; readonly skipped: readonly Skipped[] };

/**
 * Runs every scenario with every seed, one after another.
 *
 * They share a cluster, so that what one leaves behind the next finds; after a violation, and for a scenario with
 * something around its cluster, there is a new one. The logs of a cluster with a violation are kept.
 */
export async function runMatrix(
  scenarios: readonly Scenario[],
  seeds: readonly number[],
  report: (line: Outcome | Skipped | string) => void,
): Promise<MatrixResult> {
  await using template = await clusterTemplate();
  const outcomes: Outcome[] = [];
  const skipped: Skipped[] = [];
  const state: { shared: FaultCluster | null; clusters: number } = { shared: null, clusters: 0 };
  const folder = async (): Promise<string> => {
    state.clusters += 1;
    const path = join(`${template.folder}-logs`, String(state.clusters));
    await mkdir(path, { recursive: true });
    return path;
  };
  const told = (outcome: Outcome, cluster: FaultCluster): void => {
    outcomes.push(outcome);
    report(outcome);
    if (outcome.violations.length === 0) return;
    cluster.keep();
    report(`logs: ${cluster.folder}`);
  };
  try {
    for (const scenario of scenarios) {
      const missing = (await scenario.missing?.()) ?? null;
      if (missing !== null) {
        skipped.push({ scenario: scenario.name, skipped: missing });
        report({ scenario: scenario.name, skipped: missing });
        continue;
      }
      for (const seed of seeds) {
        if ("prepare" in scenario) {
          await using surroundings = new AsyncDisposableStack();
          const prepared = await scenario.prepare(surroundings);
          await using cluster = await faultCluster(template, await folder(), prepared.cluster);
          told(await runScenario(scenario, prepared, cluster, seed), cluster);
          continue;
        }
        state.shared ??= await faultCluster(template, await folder());
        const outcome = await runScenario(scenario, scenario, state.shared, seed);
        told(outcome, state.shared);
        if (outcome.violations.length === 0) continue;
        await state.shared[Symbol.asyncDispose]();
        state.shared = null;
      }
    }
  } finally {
    await state.shared?.[Symbol.asyncDispose]();
  }
  return { outcomes, skipped };
}
