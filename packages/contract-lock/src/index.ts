export type { Change } from "./lock/change.ts";
export { ContractLock } from "./lock/contract-lock.ts";
export { lockChanges } from "./lock/lock-changes.ts";
export { lockOf } from "./lock/lock-of.ts";
export { lockText } from "./lock/lock-text.ts";
