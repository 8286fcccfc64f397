import type { OrdersCommand } from "../candidates/orders.ts";
import type { LoopFigures } from "../load/closed-loop.ts";
import { loopTable } from "../load/loop-table.ts";
import { startProcess } from "../load/process-under-test.ts";
import { demandWholeOrders } from "../shop/demand-whole-orders.ts";
import { stockShelf } from "../shop/shelf.ts";
import type { Section } from "./section.ts";

const callers = 16;
const command: OrdersCommand = { kind: "as many as possible", callers, durationMs: 2_000 };

export const orders: Section = {
  name: "orders",
  summary: "placing an order of three items, against a hand-written transaction that writes the same rows",
  run: async ({ rounds, databases }) => {
    const url = await databases.empty();
    await stockShelf(url);
    const byHand = await startProcess("orders.ts", ["by-hand", url]);
    const byModules = await startProcess("orders.ts", ["by-modules", url]);
    // Sound: that is what the process answers to this command.
    const measured = (process: typeof byHand) => async () => (await process.ask(command)) as LoopFigures;
    const table = await loopTable({
      title: "Placing an order: 3 items, stock, event, job, idempotency, audit (floor: by hand)",
      unit: "orders",
      callers,
      rounds,
      candidates: [
        { name: "by hand on postgres.js, best order of round trips", measure: measured(byHand) },
        { name: "orders.place, the whole chain", measure: measured(byModules) },
      ],
    });
    await demandWholeOrders(url);
    await Promise.all([byHand.stop(), byModules.stop()]);
    return table;
  },
};
