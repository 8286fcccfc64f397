import type { Transaction } from "@ashlar/database";
import type { PersistentCipher } from "@ashlar/secrets";
import { and, eq, isNotNull } from "drizzle-orm";
import { recoveryCodes, totpFactors } from "../../infrastructure/tables.ts";
import { recoveryCodeCount } from "../second-factor.ts";
import type { SecondFactorWriter } from "../second-factor-ports.ts";
import { newRecoveryCode, recoveryCodeHash } from "./recovery-code.ts";

const placeOf = (userId: string): string => `totp ${userId}`;

/** Writes second factors in an open transaction; secrets are sealed, recovery codes hashed. */
export const postgresSecondFactorWriter = (
  tx: Transaction,
  sealing: PersistentCipher,
): SecondFactorWriter => ({
  begin: async (userId, secret, at) => {
    const { seal } = await sealing();
    const row = {
      sealedSecret: seal(secret, placeOf(userId)),
      createdAt: at,
      confirmedAt: null,
      lastStep: null,
    };
    await tx
      .insert(totpFactors)
      .values({ userId, ...row })
      .onConflictDoUpdate({ target: totpFactors.userId, set: row });
  },
  lock: async (userId) => {
    const [row] = await tx.select().from(totpFactors).where(eq(totpFactors.userId, userId)).for("update");
    if (row === undefined) return null;
    const { open } = await sealing();
    return {
      secret: open(row.sealedSecret, placeOf(userId)),
      onSince: row.confirmedAt,
      lastStep: row.lastStep,
    };
  },
  isOn: async (userId) => {
    const isOn = and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt));
    return (await tx.$count(totpFactors, isOn)) > 0;
  },
  turnOn: async (userId, step, at) => {
    await tx
      .update(totpFactors)
      .set({ confirmedAt: at, lastStep: step })
      .where(eq(totpFactors.userId, userId));
  },
  useStep: async (userId, step) => {
    await tx.update(totpFactors).set({ lastStep: step }).where(eq(totpFactors.userId, userId));
  },
  remove: async (userId) => {
    const removed = await tx.delete(totpFactors).where(eq(totpFactors.userId, userId)).returning();
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    return removed.length > 0;
  },
  replaceRecoveryCodes: async (userId) => {
    const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await tx
      .insert(recoveryCodes)
      .values(codes.map((code) => ({ userId, codeHash: recoveryCodeHash(code) })));
    return codes;
  },
  redeemRecoveryCode: async (userId, typed) => {
    const isCode = and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, recoveryCodeHash(typed)));
    return (await tx.delete(recoveryCodes).where(isCode).returning()).length > 0;
  },
});
