import { setTimeout as wait } from "node:timers/promises";
import type { FaultCluster } from "../cluster/fault-cluster.ts";
import { hogConnections } from "./hog-connections.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { unrelatedReadsServed } from "./unrelated-reads-served.ts";

const ended =
  (signal: "SIGKILL" | "SIGQUIT" | "SIGINT") =>
  async ({ cluster, pauseBetween }: Stage): Promise<void> => {
    for (let round = 0; round < 2; round += 1) {
      await pauseBetween(300, 1_200);
      await cluster.postgres.end(signal);
      await pauseBetween(0, 400);
      await cluster.postgres.start();
    }
  };

/** Ends or cancels sessions of the nodes by chance, every 40 ms. */
const storm =
  (strike: "pg_terminate_backend" | "pg_cancel_backend") =>
  async ({ cluster, random }: Stage): Promise<void> => {
    const untilMs = performance.now() + 3_000;
    while (performance.now() < untilMs) {
      const busy = strike === "pg_cancel_backend" ? "and state = 'active'" : "";
      await cluster.sql.unsafe(
        `select ${strike}(pid) from pg_stat_activity
         where application_name like 'ashlar%' ${busy} order by md5(pid::text || $1) limit 2`,
        [String(random())],
      );
      await wait(40);
    }
  };

/** Holds a transaction open in a session of its own. */
async function withOpen(cluster: FaultCluster, statement: string, durationMs: number): Promise<void> {
  await cluster.sql.begin(async (sql) => {
    await sql.unsafe(statement);
    await wait(durationMs);
  });
}

/** Waits for a lock on the orders as a migration does, and gives up after 2 s. */
async function waitingMigration({ sql }: FaultCluster): Promise<void> {
  const altered = sql.begin(async (session) => {
    await session`set local lock_timeout = 2000`;
    await session`alter table orders add column waited int`;
  });
  await altered.catch(() => undefined);
}

/** What happens to PostgreSQL, and inside it. */
export const postgresFaults: readonly Scenario[] = [
  {
    name: "postgres-killed",
    harm: "PostgreSQL is killed with -9 twice and recovers from its log.",
    inflict: ended("SIGKILL"),
  },
  {
    name: "postgres-immediate",
    harm: "PostgreSQL is shut down at once (immediate mode) twice and recovers from its log.",
    inflict: ended("SIGQUIT"),
  },
  {
    name: "postgres-restarted",
    harm: "PostgreSQL is restarted as by an upgrade (fast mode) twice.",
    inflict: ended("SIGINT"),
  },
  {
    name: "backends-terminated",
    harm: "Two sessions of the nodes are ended every 40 ms for 3 s.",
    inflict: storm("pg_terminate_backend"),
  },
  {
    name: "statements-cancelled",
    harm: "Two running statements are cancelled every 40 ms for 3 s, as by their timeout.",
    inflict: storm("pg_cancel_backend"),
  },
  {
    name: "rows-locked",
    harm: "An idle transaction holds the rows of all products for 6 s, longer than writers wait.",
    inflict: ({ cluster }) => withOpen(cluster, "select id from products order by id for update", 6_000),
  },
  {
    name: "table-locked",
    harm: "A transaction locks the orders, against reading too, for 6 s; products and readiness are answered meanwhile.",
    inflict: (stage) =>
      unrelatedReadsServed(stage, () =>
        withOpen(stage.cluster, "lock table orders in access exclusive mode", 6_000),
      ),
  },
  {
    name: "migration-behind-dump",
    harm: "A dump has read the orders for 6 s, and a migration of them waits behind it 2 s, twice; products and readiness are answered meanwhile.",
    inflict: (stage) =>
      unrelatedReadsServed(stage, async () => {
        const dump = withOpen(stage.cluster, "select count(*) from orders", 6_000);
        for (let attempt = 0; attempt < 2; attempt += 1) await waitingMigration(stage.cluster);
        await dump;
      }),
  },
  {
    name: "old-transaction",
    harm: "A transaction with an id stays open for 5 s: no event behind it is readable.",
    inflict: ({ cluster }) => withOpen(cluster, "select pg_current_xact_id()", 5_000),
  },
  {
    name: "connections-exhausted",
    harm: "Somebody takes every connection that PostgreSQL has for 3 s, after the nodes lost theirs.",
    inflict: async ({ cluster, pause }) => {
      await using _hog = await hogConnections(cluster.postgres.url);
      for (const { line } of cluster.nodes) line.cut();
      await pause(3_000);
    },
  },
];
