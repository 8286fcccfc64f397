import { uuidV7 } from "@ashlar/kernel";
import { deployMigration } from "./deploy-migration.ts";
import type { Scenario } from "./scenario.ts";

const poisonJobs = 5;

/** What is wrong with the work itself, or changes under it. */
export const workFaults: readonly Scenario[] = [
  {
    name: "poison-jobs",
    harm: "Five jobs that no attempt can do are among the others.",
    deadLetters: poisonJobs,
    isUnnoticed: true,
    inflict: async ({ cluster, pause }) => {
      for (let job = 0; job < poisonJobs; job += 1) {
        await cluster.sql`
          -- One attempt is left to it.
          insert into jobs (id, queue, data, priority, is_limited, state, run_at, tried_since, created_at)
          values (${uuidV7()}, 'orders.authorise-payment', '{"orderId": 7}', 1, false, 'waiting', now(), now() - interval '1 hour', now())`;
        await pause(300);
      }
      await pause(1_000);
    },
  },
  {
    name: "duplicates",
    harm: "Every order is asked for twice at once, and running jobs are given to another worker as well.",
    load: { isDoubled: true },
    inflict: async ({ cluster, pause }) => {
      for (let round = 0; round < 15; round += 1) {
        await cluster.sql`update jobs set run_at = now() where state = 'running' and losses < 1`;
        await pause(200);
      }
    },
  },
  {
    name: "migration",
    harm: "A migration adds a column and an index to the busiest tables, and each node is restarted after it.",
    isUnnoticed: true,
    prepare: async () => ({
      cluster: {},
      inflict: async ({ cluster, pause }) => {
        await pause(500);
        await deployMigration(cluster);
        for (const node of cluster.nodes) {
          await node.stop();
          await node.start();
        }
      },
    }),
  },
];
