import type { Transaction } from "@ashlar/database";
import { sql } from "drizzle-orm";

/** Something that makes what processes remember of sessions wrong: one session has ended, or a user's are to be read again. */
export type SessionChange = { readonly kind: "session" | "user"; readonly id: string };

/** Where changes are announced to every process. */
export const sessionChannel = "identity_sessions";

/** Announces a change; PostgreSQL delivers it when the transaction commits, and not otherwise. */
export async function announceChange(tx: Transaction, { kind, id }: SessionChange): Promise<void> {
  await tx.execute(sql`select pg_notify(${sessionChannel}, ${`${kind}:${id}`})`);
}

/** @returns null for a payload that no `announceChange` has written. */
export function parseChange(payload: string): SessionChange | null {
  const [kind, id, ...rest] = payload.split(":");
  if ((kind !== "session" && kind !== "user") || id === undefined || rest.length > 0) return null;
  return { kind, id };
}
