export type { RetryOptions } from "./service-client/call-peer.ts";
export type { BreakerOptions, BulkheadOptions, PeerHealth } from "./service-client/protection.ts";
export type { Fallbacks, ServiceCallOptions, ServiceCalls } from "./service-client/service-calls.ts";
export {
  type ServiceClient,
  type ServiceClientOptions,
  serviceClient,
} from "./service-client/service-client.ts";
