import type { Log } from "@ashlar/kernel";
import type { BudgetStore } from "./budget-store.ts";
import { memoryBudgets } from "./memory-budgets.ts";

/** Opens the store of the rate limits: Redis where there is one, else this process's memory. */
export async function openBudgets(options: {
  readonly redisUrl: string | undefined;
  readonly log: Log;
}): Promise<BudgetStore> {
  if (options.redisUrl === undefined) return memoryBudgets();
  const { redisBudgets } = await import("./redis-budgets.ts");
  return redisBudgets({ url: options.redisUrl, log: options.log });
}
