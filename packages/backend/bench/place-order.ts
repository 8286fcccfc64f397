import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { migrate, startEmbeddedPostgres } from "@ashlar/database";
import type { Candidate } from "./place-order/candidate.ts";
import { handWrittenOrders } from "./place-order/hand-written-orders.ts";
import { moduleOrders } from "./place-order/module-orders.ts";
import { buyersAndProducts } from "./place-order/people-and-things.ts";

const concurrency = 16;
const rounds = 5;
const roundMs = Number(process.argv[2] ?? 1_000);

async function ordersPerSecond({ place }: Candidate, durationMs: number): Promise<number> {
  const startedMs = performance.now();
  let placed = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - startedMs < durationMs) {
      await place(Math.floor(Math.random() * 1e9));
      placed += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return (placed * 1_000) / (performance.now() - startedMs);
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

const folder = await mkdtemp(join(tmpdir(), "ashlar-bench-"));
const server = await startEmbeddedPostgres({ dataDir: join(folder, "postgres") });
try {
  await migrate({ url: server.url, folder: resolve(import.meta.dirname, "../../../drizzle") });
  const shelf = await buyersAndProducts(server.url);
  const candidates = [handWrittenOrders(server.url, shelf), moduleOrders(server.url, shelf)];
  const figures = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (const candidate of candidates) await ordersPerSecond(candidate, roundMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of candidates)
      figures.get(candidate.name)?.push(await ordersPerSecond(candidate, roundMs));
  }
  const floor = median(figures.get(candidates[0]?.name ?? "") ?? []);
  process.stdout.write(`Placing an order of 3 items, ${concurrency} at once, medians of ${rounds} rounds\n`);
  for (const [name, values] of figures) {
    const middle = median(values);
    process.stdout.write(
      `  ${name.padEnd(44)}${middle.toFixed(0).padStart(7)} orders/s  ${(middle / floor).toFixed(2)}\n`,
    );
  }
  await Promise.all(candidates.map(({ close }) => close()));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
