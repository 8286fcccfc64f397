export { type AppRouter, type Contract, contract, ownScopes } from "./contract.ts";
export { type Access, ownScope, requiredPermission, sufficientScopes } from "./core/access.ts";
export { defineError, type ErrorDeclaration, type FailureOf } from "./core/define-error.ts";
export {
  type AnyEntry,
  type ContractTree,
  type Entry,
  type ForAgents,
  type Idempotency,
  isEntry,
  type Kind,
  type LimitClass,
  NoInput,
  type Route,
} from "./core/entry.ts";
export { type EventDeclaration, event, type Upcast } from "./core/event.ts";
export { eventData } from "./core/event-data.ts";
export { idempotencyErrors } from "./core/idempotency-errors.ts";
export { mutation } from "./core/mutation.ts";
export { type Open, openEnum } from "./core/open-enum.ts";
export {
  type Permission,
  permissions,
  permissionsOf,
  type Role,
  rolePermissions,
  roles,
  type Scope,
  scopes,
} from "./core/permissions.ts";
export {
  type ProtocolCode,
  type ProtocolFailure,
  type ProtocolRefusal,
  protocolErrors,
} from "./core/protocol-errors.ts";
export { query } from "./core/query.ts";
export type { FailureData, FailureShape, RouterOf, Tracked } from "./core/router-of.ts";
export { subscription } from "./core/subscription.ts";
export { FieldIssue, type TransportFailure, transportErrors } from "./core/transport-errors.ts";
export { type EventData, type EventName, events } from "./events/events.ts";
export { credentialChanges } from "./events/user-events.ts";
export { type WebhookEvent, webhookEvents } from "./events/webhook-events.ts";
export { listOf, listUnder, maximumPage, PageInfo } from "./schemas/list-of.ts";
