import { setTimeout as wait } from "node:timers/promises";
import { closedLoop } from "../load/closed-loop.ts";
import { nowMs } from "../load/now-ms.ts";
import { deliverToBench } from "../shop/deliver-to-bench.ts";
import { handWrittenOrders } from "../shop/hand-written-orders.ts";
import { moduleOrders } from "../shop/module-orders.ts";
import { readShelf } from "../shop/shelf.ts";

export type OrdersCommand =
  | { readonly kind: "as many as possible"; readonly callers: number; readonly durationMs: number }
  | { readonly kind: "at a rate"; readonly perSecond: number; readonly durationMs: number };

/** When each order was known to be committed. */
export type PlacedOrders = readonly { readonly id: string; readonly atMs: number }[];

/** Places orders when it is told to. Arguments: `by-hand`, `by-modules` or `delivered`; the database's URL. */
const [kind = "", url = ""] = process.argv.slice(2);
const shelf = await readShelf(url);
const { place } =
  kind === "by-hand"
    ? handWrittenOrders(url, shelf)
    : moduleOrders(url, shelf, kind === "delivered" ? deliverToBench : undefined);
let calls = 0;
const next = (): Promise<string> => {
  // Every process begins somewhere else on the shelf, and goes through all of it.
  calls += 1;
  return place(process.pid * 17 + calls);
};

async function atRate(perSecond: number, durationMs: number): Promise<PlacedOrders> {
  const startedMs = performance.now();
  const placed: Promise<PlacedOrders[number]>[] = [];
  while (placed.length < (perSecond * durationMs) / 1_000) {
    await wait(Math.max(0, startedMs + (placed.length * 1_000) / perSecond - performance.now()));
    placed.push(next().then((id) => ({ id, atMs: nowMs() })));
  }
  return Promise.all(placed);
}

process.on("message", (message) => {
  // Sound: the bench sends commands, by the type.
  const command = message as OrdersCommand;
  const done =
    command.kind === "at a rate" ? atRate(command.perSecond, command.durationMs) : closedLoop(next, command);
  void done.then((figures) => process.send?.(figures));
});
process.send?.("ready");
