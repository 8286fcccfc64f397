import type { Database, Transaction } from "@ashlar/database";
import { eq, sql } from "drizzle-orm";
import { userSettings } from "../../infrastructure/tables.ts";
import type { SettingsReader, SettingsWriter } from "../settings.ts";

/** Reads settings from PostgreSQL. */
export const postgresSettingsReader = (db: Database | Transaction): SettingsReader => ({
  find: async (userId) => {
    const { locale, wantsNews, updatedAt } = userSettings;
    const [row] = await db
      .select({ locale, wantsNews, updatedAt })
      .from(userSettings)
      .where(eq(userSettings.userId, userId));
    return row ?? null;
  },
});

/** Reads and writes settings in an open transaction. */
export const postgresSettingsWriter = (tx: Transaction): SettingsWriter => ({
  ...postgresSettingsReader(tx),
  save: async (userId, { locale, wantsNews, updatedAt }) => {
    await tx
      .insert(userSettings)
      .values({ userId, locale, wantsNews, createdAt: updatedAt, updatedAt })
      .onConflictDoUpdate({
        target: userSettings.userId,
        set: {
          locale: sql`excluded.locale`,
          wantsNews: sql`excluded.wants_news`,
          updatedAt: sql`excluded.updated_at`,
        },
      });
  },
});
