import { contract } from "@ashlar/contracts";
import { type Implementation, implement } from "@ashlar/rpc";
import type { AuditEntry, AuditReader } from "../application/audit-reader.ts";

const auditView = ({ subjectKind, subjectId, ...entry }: AuditEntry) => ({
  ...entry,
  details: { ...entry.details },
  subject: { kind: subjectKind, id: subjectId },
});

/** `audit.*` of the contract, filled in. */
export const auditProcedures = (reader: AuditReader): Implementation<typeof contract.audit> =>
  implement(contract.audit, {
    list: async ({ input: { filter = {}, ...query } }) => {
      const { items, page } = await reader.list({ ...query, filter });
      return { items: items.map(auditView), page };
    },
  });
