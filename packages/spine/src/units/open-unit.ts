import type { Transaction } from "@ashlar/database";
import type { AuditRow } from "../audit/insert-audit.ts";
import type { EventRow } from "../events/insert-events.ts";
import type { AnswerRow } from "../idempotency/insert-answer.ts";
import type { JobRow } from "../jobs/insert-jobs.ts";

/** A unit of work in progress: its transaction and what is written when its work is done. */
export type OpenUnit = {
  readonly tx: Transaction;
  readonly events: EventRow[];
  readonly jobs: JobRow[];
  readonly audit: AuditRow[];
  /** Of the keyed call that this unit of work is; null for any other. */
  answer: AnswerRow | null;
  /** True once its transaction takes nothing more. */
  isEnded: boolean;
  /** What a unit of work that joined has thrown: this one cannot commit any more, whoever caught it. */
  failure: { readonly error: unknown } | null;
};

export const openUnit = (tx: Transaction): OpenUnit => ({
  tx,
  events: [],
  jobs: [],
  audit: [],
  answer: null,
  isEnded: false,
  failure: null,
});
