import type { OperationsDeps } from "./ports.ts";

const hourMs = 3_600_000;

/** Sums up how the service does: queues now, orders of the last hour, revenue of the last day. */
export async function overview({ watch, clock }: Pick<OperationsDeps, "watch" | "clock">) {
  const until = clock.now();
  const since = (ms: number): Date => new Date(until.getTime() - ms);
  const [queues, ordersPerMinute, revenuePerHour] = await Promise.all([
    watch.queues(),
    watch.figure("orders.placed", { by: "minute", since: since(hourMs), until }),
    watch.figure("orders.revenue", { by: "hour", since: since(24 * hourMs), until }),
  ]);
  const sum = (of: "ready" | "running" | "dead"): number =>
    queues.reduce((total, queue) => total + queue[of], 0);
  return {
    ready: sum("ready"),
    running: sum("running"),
    dead: sum("dead"),
    lagMs: Math.max(0, ...queues.map(({ lagMs }) => lagMs)),
    ordersPerMinute: [...ordersPerMinute],
    revenuePerHour: [...revenuePerHour],
  };
}
