import { eventually } from "@ashlar/testing";
import { overload } from "./overload.ts";
import type { Scenario } from "./scenario.ts";
import { smallDisk, smallDiskIsMissing } from "./small-disk.ts";

const hourMs = 3_600_000;
const mebibyte = 1_024 * 1_024;

/** What runs out or is wrong on a machine. */
export const resourceFaults: readonly Scenario[] = [
  {
    name: "disk-full",
    harm: "The disk of PostgreSQL is full for 3 s.",
    missing: smallDiskIsMissing,
    recoveryMs: 10_000,
    prepare: async (surroundings) => {
      const disk = surroundings.use(await smallDisk(160 * mebibyte));
      return {
        cluster: {
          dataParent: disk.folder,
          postgres: { min_wal_size: "32MB", max_wal_size: "48MB", wal_recycle: "off" },
        },
        inflict: async ({ cluster, pause }) => {
          await pause(500);
          await disk.fill();
          // Otherwise the log continues in a file that it already has.
          await cluster.sql`select pg_switch_wal()`.catch(() => undefined);
          await pause(3_000);
          await disk.clear();
          const isBack = await eventually(async () => (await cluster.sql`select 1`).length === 1, 2_000);
          if (isBack) return;
          // It gave up: without room for its log it cannot even recover. An operator starts it again.
          await cluster.postgres.end("SIGQUIT").catch(() => undefined);
          await cluster.postgres.start();
        },
      };
    },
  },
  {
    name: "log-disk-full",
    harm: "The disk that the logs are written to is full, every call is logged, and each node is restarted.",
    prepare: async () => ({
      cluster: { logFile: "/dev/full", variables: { LOG_LEVEL: "info" } },
      inflict: async ({ cluster, pause }) => {
        await pause(2_000);
        for (const node of cluster.nodes) {
          const exitCode = await node.stop();
          if (exitCode !== 0) throw new Error(`${node.name} did not stop by itself: ${exitCode}`);
          await node.start();
        }
      },
    }),
  },
  {
    name: "clocks-apart",
    harm: "The clocks of the four nodes are off by +10 minutes, -10 minutes, +3 hours and -3 hours; workers change places.",
    prepare: async () => ({
      cluster: {
        clockSkewMs: {
          "api-1": hourMs / 6,
          "api-2": -hourMs / 6,
          "worker-1": 3 * hourMs,
          "worker-2": -3 * hourMs,
        },
      },
      inflict: async ({ cluster, pause }) => {
        for (const worker of cluster.workers) {
          await pause(1_000);
          await worker.kill();
          await worker.start();
        }
      },
    }),
  },
  {
    name: "overload",
    harm: "900 readers ask without a pause while one of two api processes is killed, for 4 s.",
    recoveryMs: 10_000,
    inflict: async ({ cluster, pick, pause, random }) => {
      const victim = pick(cluster.apis);
      const load = overload(
        cluster.apis.map(({ url }) => url),
        900,
        random,
      );
      await pause(1_000);
      await victim.kill();
      await pause(3_000);
      await load.stop();
      await victim.start();
    },
  },
];
