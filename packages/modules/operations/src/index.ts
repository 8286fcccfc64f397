import { operationsProcedures } from "./api/operations-procedures.ts";
import type { OperationsDeps } from "./application/operations-deps.ts";

/** Puts the operations module together: what an operator sees and may set going. */
export const createOperationsModule = (deps: OperationsDeps) => ({
  procedures: { ops: operationsProcedures(deps) },
});
