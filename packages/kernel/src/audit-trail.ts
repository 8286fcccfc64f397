import type { Actor } from "./actor.ts";

/** Something that somebody did and that must be found later; from where and when is known to who writes it down. */
export type AuditRecord<Action extends string = string> = {
  /** `module.what-was-done`: `orders.cancelled`, `users.roles-set`. */
  readonly action: Action;
  /** Null where nobody is signed in, such as a failed login, or the service acts by itself. */
  readonly actor: Actor | null;
  readonly subject: { readonly kind: string; readonly id: string };
  /** JSON; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Adds audit entries to the unit of work in progress; they commit with what they tell of. */
export type AuditTrail<Action extends string = string> = {
  readonly record: (entry: AuditRecord<Action>) => Promise<void>;
};
