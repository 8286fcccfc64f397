import { type ContractLock, lockOf } from "@ashlar/contract-lock";
import { contract, events, rolePermissions, transportErrors } from "@ashlar/contracts";

/** The lock of the contract as it stands in the code. */
export const currentLock = (): ContractLock => lockOf({ contract, transportErrors, events, rolePermissions });
