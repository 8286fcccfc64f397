import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "@ashlar/kernel";
import { eventually, piecesOf } from "@ashlar/testing";
import type { ClusterNode, FaultCluster } from "./cluster/fault-cluster.ts";
import { type Load, startLoad } from "./load/start-load.ts";
import type { Prepared, Scenario, Stage } from "./scenarios/scenario.ts";
import { settle } from "./violations.ts";

export type Outcome = {
  readonly scenario: string;
  readonly seed: number;
  readonly requests: number;
  /** By status and code, or by why there was no answer. */
  readonly failures: Readonly<Record<string, number>>;
  /** From the end of the harm to the first acknowledged write at each api process. */
  readonly recoveryMs: number;
  /** From the end of the load to the last job done and the last message received. */
  readonly settledMs: number;
  /** What does not hold; empty when all is well. */
  readonly violations: readonly string[];
};

/** Runs a scenario once on a cluster that is well, and leaves it well unless there are violations. */
export async function runScenario(
  scenario: Scenario,
  { inflict, violations: further }: Omit<Prepared, "cluster">,
  cluster: FaultCluster,
  seed: number,
): Promise<Outcome> {
  const { sql } = cluster;
  const pieces = await piecesOf({ sql });
  const [before] = await sql<{ dead: number }[]>`select count(*)::int as dead from jobs where state = 'dead'`;
  const load = await startLoad(cluster, seed, {
    ...(scenario.isUnnoticed && { timeoutMs: 20_000 }),
    ...scenario.load,
  });
  try {
    const violations: string[] = [];
    await inflict(stageOn(cluster, seed)).catch((error: unknown) => {
      violations.push(`the scenario itself failed: ${String(error)}`);
    });
    const { recoveryMs = 5_000 } = scenario;
    const tookMs = await recovery(cluster.apis, load, recoveryMs);
    if (tookMs > recoveryMs) violations.push(`not back within ${recoveryMs} ms`);
    await wait(500);
    await load.stop();
    const deadLetters = (before?.dead ?? 0) + (scenario.deadLetters ?? 0);
    const settled = await settle(cluster, load, { pieces, deadLetters });
    violations.push(...settled.violations, ...((await further?.(cluster)) ?? []));
    const failures = Object.fromEntries(load.tally.failures);
    if (scenario.isUnnoticed && load.tally.failures.size > 0)
      violations.push(`calls failed, and none may: ${[...load.tally.failures.keys()].join(", ")}`);
    return {
      scenario: scenario.name,
      seed,
      requests: load.tally.requests(),
      failures,
      recoveryMs: tookMs,
      settledMs: settled.settledMs,
      violations,
    };
  } finally {
    load.close();
  }
}

async function recovery(apis: readonly ClusterNode[], load: Load, withinMs: number): Promise<number> {
  const startedMs = performance.now();
  const back = await Promise.all(apis.map(({ url }) => eventually(() => load.writesAt(url), withinMs, 20)));
  return back.every(Boolean) ? Math.round(performance.now() - startedMs) : Number.POSITIVE_INFINITY;
}

function stageOn(cluster: FaultCluster, seed: number): Stage {
  const random = seededRandom(seed * 7_919);
  return {
    cluster,
    random,
    pause: (durationMs) => wait(durationMs),
    pauseBetween: (fromMs, toMs) => wait(fromMs + random() * (toMs - fromMs)),
    pick: (items) => items[Math.floor(random() * items.length)] ?? items[0],
  };
}
