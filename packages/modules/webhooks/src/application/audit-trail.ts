import type { Actor } from "@ashlar/kernel";

/** Something that was done to an endpoint and that must be found later. */
export type AuditRecord = {
  /** `webhooks.what-was-done`. */
  readonly action: `webhooks.${string}`;
  /** Null where the service acts by itself. */
  readonly actor: Actor | null;
  readonly subject: { readonly kind: string; readonly id: string };
  /** JSON; never a secret, and of an address only the host: paths and queries often hold tokens. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Adds audit entries that commit with the unit of work. */
export type AuditTrail = { readonly record: (entry: AuditRecord) => Promise<void> };
