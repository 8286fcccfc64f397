import type { Paged, Slice } from "@ashlar/kernel";

/** Something that somebody did, as it was written down with it. */
export type AuditEntry = {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actorId: string | null;
  readonly via: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly requestId: string | null;
};

export type AuditQuery = Slice & {
  readonly order: "asc" | "desc";
  readonly filter: {
    readonly action?: string | undefined;
    readonly actorId?: string | undefined;
    readonly subjectKind?: string | undefined;
    readonly subjectId?: string | undefined;
  };
};

/** Reads the audit trail of the whole system. @throws VALIDATION_FAILED naming `cursor`. */
export type AuditReader = { readonly list: (query: AuditQuery) => Promise<Paged<AuditEntry>> };
