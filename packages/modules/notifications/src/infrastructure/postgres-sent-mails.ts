import type { Database, Transaction } from "@ashlar/database";
import { eq } from "drizzle-orm";
import type { SentMailReader, SentMailWriter } from "../application/ports.ts";
import { sentMails } from "./tables.ts";

export const postgresSentMailReader = (db: Database): SentMailReader => ({
  has: async (key) => {
    const found = await db.select({ key: sentMails.key }).from(sentMails).where(eq(sentMails.key, key));
    return found.length > 0;
  },
});

export const postgresSentMailWriter = (tx: Transaction): SentMailWriter => ({
  add: async (key, template, sentAt) => {
    await tx.insert(sentMails).values({ key, template, sentAt }).onConflictDoNothing();
  },
});
