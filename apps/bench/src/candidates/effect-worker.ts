import { AsyncLocalStorage } from "node:async_hooks";
import { type DatabaseConnection, openDatabase } from "@ashlar/database";
import { createSpine, defineHandler } from "@ashlar/spine";
import { nowMs } from "../load/now-ms.ts";
import { openShop } from "../shop/open-shop.ts";
import { noLog } from "./no-log.ts";

/** When the effects of orders' events were known to be committed, since the last report. */
export type CommittedEffects = {
  readonly effects: readonly { readonly id: string; readonly atMs: number }[];
  /** What the process has taken for everything it did meanwhile. */
  readonly processorUs: number;
};

/** A worker with a handler of placed orders, `alone` or beside the work of the `shop`. Arguments: which; the database's URL. */
const [kind = "", url = ""] = process.argv.slice(2);

// When the transaction of a delivery has committed, no handler can see.
const inTransaction = new AsyncLocalStorage<{ orderId: string | null }>();
const committed: { readonly id: string; readonly atMs: number }[] = [];
const database = openDatabase({ url, applicationName: "bench" });
const watched: DatabaseConnection = {
  ...database,
  transact: async (work, options) => {
    const delivery: { orderId: string | null } = { orderId: null };
    const result = await inTransaction.run(delivery, () => database.transact(work, options));
    if (delivery.orderId !== null) committed.push({ id: delivery.orderId, atMs: nowMs() });
    return result;
  },
};
const spine = kind === "alone" ? createSpine({ database: watched, log: noLog }) : openShop(watched).spine;
const unitOfWork = spine.unitOfWork(() => ({}));
spine.register({
  handlers: [
    defineHandler({
      name: "bench.effect",
      on: ["order.placed"],
      handle: async ({ event }) => {
        const subject = { kind: "order", id: event.aggregateId };
        await unitOfWork(({ audit }) => audit.record({ action: "bench.effect", actor: null, subject }));
        const delivery = inTransaction.getStore();
        if (delivery) delivery.orderId = event.aggregateId;
      },
    }),
  ],
});
spine.startWorker();
let reported = process.cpuUsage();
process.on("message", () => {
  const { user, system } = process.cpuUsage(reported);
  reported = process.cpuUsage();
  const answer: CommittedEffects = { effects: committed.splice(0), processorUs: user + system };
  process.send?.(answer);
});
process.send?.("ready");
