import type { Scenario } from "./scenario.ts";

/** Longer than the lease of a job (6 s). */
const beyondLeaseMs = 7_000;

/** What happens to the processes themselves. */
export const processFaults: readonly Scenario[] = [
  {
    name: "nothing",
    harm: "Nothing is broken; what the others are compared with.",
    isUnnoticed: true,
    inflict: ({ pause }) => pause(3_000),
  },
  {
    name: "api-killed",
    harm: "An api process is killed with -9 twice and started again.",
    inflict: async ({ cluster, pick, pauseBetween }) => {
      for (let round = 0; round < 2; round += 1) {
        const victim = pick(cluster.apis);
        await pauseBetween(100, 900);
        await victim.kill();
        await pauseBetween(0, 500);
        await victim.start();
      }
    },
  },
  {
    name: "worker-killed",
    harm: "A worker process is killed with -9 twice and started again.",
    inflict: async ({ cluster, pick, pauseBetween }) => {
      for (let round = 0; round < 2; round += 1) {
        const victim = pick(cluster.workers);
        await pauseBetween(100, 900);
        await victim.kill();
        await pauseBetween(0, 500);
        await victim.start();
      }
    },
  },
  {
    name: "api-frozen",
    harm: "An api process stands still for 7 s (SIGSTOP), and continues.",
    inflict: async ({ cluster, pick, pause, pauseBetween }) => {
      const victim = pick(cluster.apis);
      await pauseBetween(100, 900);
      victim.freeze();
      await pause(beyondLeaseMs);
      victim.thaw();
    },
  },
  {
    name: "worker-frozen",
    harm: "A worker process stands still for 7 s, longer than its leases, and continues.",
    inflict: async ({ cluster, pick, pause, pauseBetween }) => {
      const victim = pick(cluster.workers);
      await pauseBetween(100, 900);
      victim.freeze();
      await pause(beyondLeaseMs);
      victim.thaw();
    },
  },
  {
    name: "all-killed",
    harm: "An api, a worker, the payment service and PostgreSQL are killed with -9 in one moment.",
    recoveryMs: 15_000,
    inflict: async ({ cluster, pick, pauseBetween }) => {
      const victims = [pick(cluster.apis), pick(cluster.workers), cluster.payments];
      await pauseBetween(500, 1_500);
      await Promise.all([cluster.postgres.end("SIGKILL"), ...victims.map((victim) => victim.kill())]);
      await pauseBetween(100, 500);
      await cluster.postgres.start();
      await Promise.all(victims.map((victim) => victim.start()));
    },
  },
  {
    name: "rolling-restart",
    harm: "Every process is asked to end (SIGTERM) and started again, one after another.",
    isUnnoticed: true,
    load: { repeatsUnheard: true },
    inflict: async ({ cluster, pauseBetween }) => {
      for (const node of cluster.nodes) {
        await pauseBetween(50, 300);
        const code = await node.stop();
        if (code !== 0) throw new Error(`${node.name} ended with ${code}.`);
        await node.start();
      }
    },
  },
];
