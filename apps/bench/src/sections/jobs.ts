import postgres from "postgres";
import { startProcess } from "../load/process-under-test.ts";
import { until } from "../load/until.ts";
import { median } from "../report/median.ts";
import type { Section } from "./section.ts";

const jobsARound = 15_000;

export const jobs: Section = {
  name: "jobs",
  summary: "jobs that do nothing, with one worker process and with two",
  run: async ({ rounds, databases }) => {
    const url = await databases.empty();
    const sql = postgres(url, { max: 1 });
    const rate = async (processes: number): Promise<number> => {
      await sql`
        insert into jobs (id, queue, data, priority, is_limited, state, run_at, created_at)
        select gen_random_uuid(), 'bench.noop', '{}', 2, false, 'waiting', now(), now()
        from generate_series(1, ${jobsARound}::integer)`;
      const workers = await Promise.all(
        Array.from({ length: processes }, () => startProcess("noop-worker.ts", [url])),
      );
      const startedMs = performance.now();
      await Promise.all(workers.map(({ ask }) => ask({ ask: "start" })));
      await until("every job is done", async () => (await sql`select 1 from jobs limit 1`).length === 0);
      const perSecond = (jobsARound * 1_000) / (performance.now() - startedMs);
      const done = await Promise.all(workers.map(({ ask }) => ask({ ask: "count" })));
      await Promise.all(workers.map(({ stop }) => stop()));
      const sum = done.reduce((total: number, count) => total + Number(count), 0);
      if (sum !== jobsARound) throw new Error(`${jobsARound} jobs were done ${sum} times.`);
      return perSecond;
    };
    await rate(1);
    const measured = { one: [] as number[], two: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      measured.one.push(await rate(1));
      measured.two.push(await rate(2));
    }
    await sql.end();
    return {
      title: "Jobs that do nothing, each done once",
      columns: [`${jobsARound} jobs, median of ${rounds} rounds`, "jobs/s"],
      rows: [
        ["one worker process", median(measured.one).toFixed(0)],
        ["two worker processes", median(measured.two).toFixed(0)],
      ],
    };
  },
};
