import type { Actor } from "@ashlar/kernel";
import type { IdentityEvent } from "./identity-event.ts";

/** Appends events that commit with the unit of work. */
export type EventAppender = { readonly append: (...events: readonly IdentityEvent[]) => Promise<void> };

/** Something that somebody did to an account and that must be found later. */
export type AuditRecord = {
  /** `identity.what-was-done`. */
  readonly action: `identity.${string}`;
  /** Null where nobody is signed in, such as a failed login. */
  readonly actor: Actor | null;
  readonly subject: { readonly kind: string; readonly id: string };
  /** JSON; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Client address, where it is known. */
  readonly address?: string | null;
};

/** Adds audit entries that commit with the unit of work. */
export type AuditTrail = { readonly record: (entry: AuditRecord) => Promise<void> };
