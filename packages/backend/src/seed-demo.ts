import { openDatabase } from "@ashlar/database";
import { seedDemoAccounts } from "@ashlar/identity";

/** Makes the demo accounts, once; for development only. */
export async function seedDemo(databaseUrl: string): Promise<void> {
  const database = openDatabase({ url: databaseUrl, applicationName: "ashlar-seed" });
  try {
    await seedDemoAccounts(database);
  } finally {
    await database.close();
  }
}
