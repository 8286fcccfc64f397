import type * as kernel from "@ashlar/kernel";
import type { IdentityEvent } from "./identity-event.ts";

/** Appends events that commit with the unit of work. */
export type EventAppender = { readonly append: (...events: readonly IdentityEvent[]) => Promise<void> };

/** Something that somebody did to an account and that must be found later. */
export type AuditRecord = kernel.AuditRecord<`identity.${string}`>;

export type AuditTrail = kernel.AuditTrail<`identity.${string}`>;
