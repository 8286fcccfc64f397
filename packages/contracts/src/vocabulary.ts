// Names, statuses, permissions and bounds that the contract and the modules share: data, without input or output.

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
export type { EventName } from "./events/events.ts";
export { credentialChanges } from "./events/user-events.ts";
export { holds } from "./vocabulary/holds.ts";
export { type Currency, currencies, maximumAmountMinor, maximumStock } from "./vocabulary/limits.ts";
export {
  type DeliveryStatus,
  type DisabledReason,
  deliveryStatuses,
  disabledReasons,
  type EndpointStatus,
  endpointStatuses,
  type OrderStatus,
  orderStatuses,
  type PostStatus,
  postStatuses,
  type UserStatus,
  userStatuses,
} from "./vocabulary/statuses.ts";
