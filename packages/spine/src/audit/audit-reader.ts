import { type Database, decodeCursor, encodeCursor, toPage } from "@ashlar/database";
import type { Paged } from "@ashlar/kernel";
import { and, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import { auditEntries } from "../infrastructure/tables.ts";

export type AuditEntry = Omit<typeof auditEntries.$inferSelect, "details"> & {
  readonly details: Readonly<Record<string, unknown>>;
};

export type AuditList = {
  readonly filter: {
    readonly action?: string | undefined;
    readonly actorId?: string | undefined;
    readonly subject?: { readonly kind: string; readonly id: string } | undefined;
    readonly since?: Date | undefined;
    readonly until?: Date | undefined;
  };
  /** 1–100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type AuditReader = {
  /** Lists entries, the newest first. @throws VALIDATION_FAILED naming `cursor` when it is malformed. */
  readonly list: (list: AuditList) => Promise<Paged<AuditEntry>>;
};

const listName = "audit.id.desc";

export const auditReader = (db: Database): AuditReader => ({
  list: async ({ filter, limit, cursor }) => {
    const { action, actorId, subject, since, until } = filter;
    const conditions: (SQL | undefined)[] = [
      action === undefined ? undefined : eq(auditEntries.action, action),
      actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
      subject && and(eq(auditEntries.subjectKind, subject.kind), eq(auditEntries.subjectId, subject.id)),
      since && gte(auditEntries.at, since),
      until && lt(auditEntries.at, until),
    ];
    if (cursor !== undefined) {
      conditions.push(lt(auditEntries.id, decodeCursor(listName, cursor, (value) => value === "").id));
    }
    const rows = await db
      .select()
      .from(auditEntries)
      .where(and(...conditions))
      .orderBy(desc(auditEntries.id))
      .limit(limit + 1);
    // Sound: entries are written by `AuditTrail.record` alone, whose details are an object.
    return toPage(rows as AuditEntry[], { limit, cursor }, ({ id }) =>
      encodeCursor(listName, { value: "", id }),
    );
  },
});
