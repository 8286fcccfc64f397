import type { Database } from "@ashlar/database";
import { eq } from "drizzle-orm";
import { recoveryCodes, totpFactors } from "../../infrastructure/tables.ts";
import type { SecondFactorReader } from "../second-factor-ports.ts";

/** Reads what may be known of second factors; their secrets are not read here. */
export const postgresSecondFactorReader = (db: Database): SecondFactorReader => ({
  statusOf: async (userId) => {
    const [[factor], recoveryCodesLeft] = await Promise.all([
      db.select({ onSince: totpFactors.confirmedAt }).from(totpFactors).where(eq(totpFactors.userId, userId)),
      db.$count(recoveryCodes, eq(recoveryCodes.userId, userId)),
    ]);
    return { onSince: factor?.onSince ?? null, recoveryCodesLeft };
  },
});
