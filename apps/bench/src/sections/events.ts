import postgres from "postgres";
import type { BenchDatabases } from "../bench-databases.ts";
import type { CommittedEffects } from "../candidates/effect-worker.ts";
import type { OrdersCommand, PlacedOrders } from "../candidates/orders.ts";
import { startProcess } from "../load/process-under-test.ts";
import { until } from "../load/until.ts";
import { interleavedRounds, medianOf } from "../report/interleaved-rounds.ts";
import { percentile } from "../report/percentile.ts";
import { stockShelf } from "../shop/shelf.ts";
import type { Section } from "./section.ts";

const perSecond = 200;
const command: OrdersCommand = { kind: "at a rate", perSecond, durationMs: 3_000 };

/** One process that places orders and one worker, which handles their events `alone` or does all of the `shop`'s work. */
async function deliveries(databases: BenchDatabases, kind: "alone" | "shop") {
  const url = await databases.empty();
  await stockShelf(url);
  const placing = await startProcess("orders.ts", ["delivered", url]);
  const worker = await startProcess("effect-worker.ts", [kind, url]);
  const sql = postgres(url, { max: 1 });
  const isDone = async (): Promise<boolean> => {
    const left =
      kind === "alone"
        ? await sql`select 1 from jobs where queue = 'bench.effect' limit 1`
        : await sql`select 1 from jobs where queue = 'bench.effect' or queue like 'orders.%' limit 1`;
    return left.length === 0;
  };
  return {
    measure: async () => {
      // Sound: that is what the process answers to this command.
      const placed = (await placing.ask(command)) as PlacedOrders;
      await until("every event is delivered and every payment made", isDone);
      // Sound: that is what the worker answers.
      const { effects, processorUs } = (await worker.ask({ ask: "effects" })) as CommittedEffects;
      const effectMs = new Map(effects.map(({ id, atMs }) => [id, atMs]));
      if (effects.length !== placed.length || effectMs.size !== placed.length)
        throw new Error(`${placed.length} orders had ${effects.length} effects.`);
      const latenciesMs = placed.map(({ id, atMs }) => (effectMs.get(id) ?? Number.NaN) - atMs);
      return { latenciesMs, processorUs: processorUs / placed.length };
    },
    close: async () => {
      const status = kind === "alone" ? "pending" : "confirmed";
      const [other] = await sql`select count(*)::int as count from orders where status <> ${status}`;
      if (other?.count !== 0) throw new Error(`${String(other?.count)} orders are not ${status}.`);
      await sql.end();
      await Promise.all([placing.stop(), worker.stop()]);
    },
  };
}

export const events: Section = {
  name: "events",
  summary:
    "from the commit of an order to that of its event's effect, at 200 orders/s and one worker process",
  run: async ({ rounds, databases }) => {
    const alone = await deliveries(databases, "alone");
    const shop = await deliveries(databases, "shop");
    const measured = await interleavedRounds(
      [
        { name: "a worker of this handler alone", measure: alone.measure },
        { name: "a worker of payments and projections, too", measure: shop.measure },
      ],
      rounds,
    );
    await Promise.all([alone.close(), shop.close()]);
    return {
      title: `From an order's commit to the commit of its event's effect, at ${perSecond} orders/s`,
      columns: [`One worker process, median of ${rounds} rounds`, "p50 ms", "p99 ms", "worker µs/order"],
      rows: measured.map((one) => [
        one.name,
        medianOf(one, ({ latenciesMs }) => percentile(latenciesMs, 0.5)).toFixed(1),
        medianOf(one, ({ latenciesMs }) => percentile(latenciesMs, 0.99)).toFixed(1),
        medianOf(one, ({ processorUs }) => processorUs).toFixed(0),
      ]),
    };
  },
};
