import { query } from "../core/query.ts";
import { AuditEntry } from "../schemas/audit-entry.ts";
import { Id } from "../schemas/ids.ts";
import { listOf } from "../schemas/list-of.ts";
import { line } from "../schemas/text.ts";

export const audit = {
  list: query("GET /audit", {
    summary: "Lists audit entries: sign-ins, changes of access and changes of data.",
    agents: true,
    access: "audit:read",
    ...listOf(AuditEntry, {
      sort: ["at"],
      filter: { action: line(1, 100), actorId: Id, subjectKind: line(1, 50), subjectId: line(1, 100) },
    }),
  }),
};
