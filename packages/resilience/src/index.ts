export type { BudgetStore, Spending } from "./rate-limits/budget-store.ts";
export { chargeCalls } from "./rate-limits/charge-calls.ts";
export { holdStreams } from "./rate-limits/hold-streams.ts";
export { openBudgets } from "./rate-limits/open-budgets.ts";
export {
  type Budget,
  type ClassLimits,
  defaultRateLimits,
  endlessRateLimits,
  type RateLimits,
  type StreamLimits,
} from "./rate-limits/rate-limits.ts";
export { openRedis } from "./redis/open-redis.ts";
export type { RetryOptions } from "./service-client/in-attempts.ts";
export type { BreakerOptions, BulkheadOptions, PeerHealth } from "./service-client/protection.ts";
export type { Fallbacks, ServiceCallOptions, ServiceCalls } from "./service-client/service-calls.ts";
export {
  type ServiceClient,
  type ServiceClientOptions,
  serviceClient,
} from "./service-client/service-client.ts";
export { type TextClient, type TextClientOptions, textClient } from "./service-client/text-client.ts";
