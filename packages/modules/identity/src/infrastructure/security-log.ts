import { currentRequestScope, type Log } from "@ashlar/kernel";
import type { AuditRecord, AuditTrail } from "../shared/record-ports.ts";

/** Audit entries of a unit of work, for the log once it has committed. */
export type SecurityLog = {
  /** Passes entries on, and remembers them. */
  readonly heard: (audit: AuditTrail) => AuditTrail;
  /** Writes a line for each entry: what was done, to what, by whom and from where. */
  readonly write: () => void;
};

/**
 * Tells the log of what goes into the audit trail, so that what watches logs sees it as it happens.
 *
 * @param log - Used where no request is in progress.
 */
export function securityLog(log: Log | undefined): SecurityLog {
  const entries: AuditRecord[] = [];
  return {
    heard: (audit) => ({
      record: (entry) => {
        entries.push(entry);
        return audit.record(entry);
      },
    }),
    write: () => {
      const scope = currentRequestScope();
      for (const { action, actor, subject } of entries) {
        (scope?.log ?? log)?.info(
          {
            securityEvent: action,
            subject: `${subject.kind} ${subject.id}`,
            userId: actor?.userId ?? null,
            via: actor?.via ?? null,
            address: scope?.address ?? null,
            ...(scope && { requestId: scope.requestId }),
          },
          "security event",
        );
      }
    },
  };
}
