export { type ActiveRequests, trackRequests } from "./active-requests.ts";
export type { AppOptions, Credential, HealthChecks, SessionCookie } from "./app-options.ts";
export { defaultLimits } from "./app-options.ts";
export { createApp } from "./create-app.ts";
export { createOperationsApp } from "./create-operations-app.ts";
export { countDeprecatedCalls, type DeprecatedCalls, type DeprecatedUse } from "./deprecated-calls.ts";
export { type HttpServer, type ListenOptions, listen } from "./listen.ts";
export { allowsOrigin, type OriginPolicy } from "./origin-policy.ts";
