import type { Transaction } from "@ashlar/database";
import { and, eq } from "drizzle-orm";
import { passkeys } from "../../infrastructure/tables.ts";
import type { PasskeyWriter } from "../passkey-ports.ts";
import { keyColumns, passkeyColumns } from "./passkey-row.ts";

/** Writes passkeys in an open transaction. */
export const postgresPasskeyWriter = (tx: Transaction): PasskeyWriter => {
  const isOf = (userId: string, passkeyId: string) =>
    and(eq(passkeys.id, passkeyId), eq(passkeys.userId, userId));
  return {
    add: async (passkey, key) => {
      const added = await tx
        .insert(passkeys)
        .values({ ...passkey, ...key, transports: [...key.transports] })
        .onConflictDoNothing({ target: passkeys.credentialId })
        .returning({ id: passkeys.id });
      return added.length > 0;
    },
    countOf: (userId) => tx.$count(passkeys, eq(passkeys.userId, userId)),
    lock: async (credentialId) => {
      const [row] = await tx
        .select({ passkey: passkeyColumns, key: keyColumns })
        .from(passkeys)
        .where(eq(passkeys.credentialId, credentialId))
        .for("update");
      return row ?? null;
    },
    use: async (passkeyId, counter, at) => {
      await tx.update(passkeys).set({ counter, lastUsedAt: at }).where(eq(passkeys.id, passkeyId));
    },
    rename: async (userId, passkeyId, name) => {
      const [renamed] = await tx
        .update(passkeys)
        .set({ name })
        .where(isOf(userId, passkeyId))
        .returning(passkeyColumns);
      return renamed ?? null;
    },
    remove: async (userId, passkeyId) => {
      const removed = await tx.delete(passkeys).where(isOf(userId, passkeyId)).returning({ id: passkeys.id });
      return removed.length > 0;
    },
    removeAll: async (userId) => {
      await tx.delete(passkeys).where(eq(passkeys.userId, userId));
    },
  };
};
