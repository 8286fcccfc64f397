import { fork } from "node:child_process";
import postgres from "postgres";
const url = process.argv[2];
const sql = postgres(url, { max: 2, onnotice: () => {} });
await sql`truncate jobs`;
const N = 30000;
await sql`insert into jobs (id, queue, data, priority, is_limited, state, run_at, created_at) select gen_random_uuid(), 'bench.noop', '{}', 2, false, 'waiting', now(), now() from generate_series(1, ${N})`;
const kids = [1,2].map(() => fork("/work/main/packages/spine/bench/bench-worker.ts", [url, process.argv[3] ?? "64"]));
await Promise.all(kids.map((k) => new Promise((r) => k.once("message", r))));
const t0 = performance.now(); let n = N; const start = Number((await sql`select count(*) c from jobs`)[0].c);
while (n > 0) { await new Promise((r) => setTimeout(r, 50)); n = Number((await sql`select count(*) c from jobs`)[0].c); }
console.log("jobs/s", Math.round(start / (performance.now() - t0) * 1000), start);
kids.forEach((k) => k.send("stop")); await sql.end();
