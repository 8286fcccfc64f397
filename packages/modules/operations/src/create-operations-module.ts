import type { Clock } from "@ashlar/kernel";
import type { Spine } from "@ashlar/spine";
import { auditProcedures } from "./api/audit-procedures.ts";
import { operationsProcedures } from "./api/operations-procedures.ts";
import { spineAudit, spineControls, spineWatch } from "./infrastructure/spine-operations.ts";

/** Puts the operations module together: what an operator sees and may set going. */
export const createOperationsModule = ({
  spine,
  clock,
}: {
  readonly spine: Spine;
  readonly clock: Clock;
}) => ({
  procedures: {
    audit: auditProcedures(spine.audit),
    ops: operationsProcedures(
      { watch: spineWatch(spine), controls: spineControls(spine), audit: spineAudit(spine), clock },
      spine,
    ),
  },
});
