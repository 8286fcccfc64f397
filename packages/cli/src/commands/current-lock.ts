import { contract, events, rolePermissions, transportErrors } from "@ashlar/contracts";
import type { ContractLock } from "../contract-lock/contract-lock.ts";
import { lockOf } from "../contract-lock/lock-of.ts";

/** The lock of the contract as it stands in the code. */
export const currentLock = (): ContractLock => lockOf({ contract, transportErrors, events, rolePermissions });
