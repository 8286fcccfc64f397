import type { Actor } from "@ashlar/kernel";

/** Something that somebody did and that must be found later. */
export type AuditRecord = {
  /** `module.what-was-done`: `orders.cancelled`, `users.roles-set`. */
  readonly action: string;
  /** Null where nobody is signed in, such as a failed login. */
  readonly actor: Actor | null;
  readonly subject: { readonly kind: string; readonly id: string };
  /** JSON; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Client address, where it is known. */
  readonly address?: string | null;
};

/** Adds entries to the unit of work in progress; they commit with what they tell of. */
export type AuditTrail = { readonly record: (entry: AuditRecord) => Promise<void> };
