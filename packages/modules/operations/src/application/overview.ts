import type { OperationsDeps } from "./operations-deps.ts";

const hourMs = 3_600_000;

/** Sums up how the service does: queues now, orders of the last hour, revenue of the last day. */
export async function overview({ spine, clock }: OperationsDeps) {
  const until = clock.now();
  const since = (ms: number): Date => new Date(until.getTime() - ms);
  const [queues, ordersPerMinute, revenuePerHour] = await Promise.all([
    spine.queues(),
    spine.figures.read("orders.placed", { by: "minute", since: since(hourMs), until }),
    spine.figures.read("orders.revenue", { by: "hour", since: since(24 * hourMs), until }),
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
