import {
  type Database,
  decodeCursor,
  encodeCursor,
  listTotal,
  type Order,
  offsetOf,
  plannedForValues,
  toPage,
} from "@ashlar/database";
import type { Paged, Slice } from "@ashlar/kernel";
import { and, asc, desc, eq, gt, gte, lt, type SQL, sql } from "drizzle-orm";
import { auditEntries } from "../infrastructure/tables.ts";

export type AuditEntry = Omit<typeof auditEntries.$inferSelect, "details"> & {
  readonly details: Readonly<Record<string, unknown>>;
};

export type AuditList = Slice & {
  readonly filter: {
    readonly action?: string | undefined;
    readonly actorId?: string | undefined;
    readonly subjectKind?: string | undefined;
    /** With `subjectKind`, read from an index of its own. */
    readonly subjectId?: string | undefined;
    readonly since?: Date | undefined;
    readonly until?: Date | undefined;
  };
  /** By time; `desc` is the newest first. */
  readonly order: Order;
};

export type AuditReader = {
  /** Lists entries in the order of time; a numbered page also counts them. @throws VALIDATION_FAILED naming `cursor` when it is malformed. */
  readonly list: (list: AuditList) => Promise<Paged<AuditEntry>>;
};

const listName = (order: Order): string => `audit.at.${order}`;

export const auditReader = (db: Database): AuditReader => ({
  list: async ({ filter, order, ...slice }) => {
    const { action, actorId, subjectKind, subjectId, since, until } = filter;
    const isDescending = order === "desc";
    const conditions: (SQL | undefined)[] = [
      action === undefined ? undefined : eq(auditEntries.action, action),
      actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
      subjectKind === undefined ? undefined : eq(auditEntries.subjectKind, subjectKind),
      subjectId === undefined ? undefined : eq(auditEntries.subjectId, subjectId),
      since && gte(auditEntries.at, since),
      until && lt(auditEntries.at, until),
    ];
    const counting = listTotal(db, auditEntries, and(...conditions), slice);
    const after = slice.cursor;
    if (after !== undefined) {
      const { id } = decodeCursor(listName(order), after, (value) => value === "");
      conditions.push(isDescending ? lt(auditEntries.id, id) : gt(auditEntries.id, id));
    }
    const reading = db
      .select()
      .from(auditEntries)
      .where(and(...conditions))
      .orderBy(sql`${isDescending ? desc(auditEntries.id) : asc(auditEntries.id)} ${plannedForValues()}`)
      .limit(slice.limit + 1)
      .offset(offsetOf(slice));
    const [rows, total] = await Promise.all([reading, counting]);
    const cursorOf = ({ id }: AuditEntry): string => encodeCursor(listName(order), { value: "", id });
    // Sound: entries are written by `AuditTrail.record` alone, whose details are an object.
    return toPage(rows as AuditEntry[], slice, cursorOf, total);
  },
});
