import { randomBytes } from "node:crypto";
import type { Transaction } from "@ashlar/database";
import { eq } from "drizzle-orm";
import { secretHash } from "../../infrastructure/secret-hash.ts";
import { signInAttempts } from "../../infrastructure/tables.ts";
import type { SignInAttemptWriter } from "../provider-ports.ts";

/** Keeps begun sign-ins in an open transaction, each until it is taken. */
export const postgresSignInAttemptWriter = (tx: Transaction): SignInAttemptWriter => ({
  add: async (attempt) => {
    const secret = randomBytes(32).toString("base64url");
    await tx.insert(signInAttempts).values({ ...attempt, cookieHash: secretHash(secret) });
    return secret;
  },
  take: async (secret, at) => {
    const [taken] = await tx
      .delete(signInAttempts)
      .where(eq(signInAttempts.cookieHash, secretHash(secret)))
      .returning();
    return taken !== undefined && taken.expiresAt > at ? taken : null;
  },
});
