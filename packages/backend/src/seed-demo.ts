import { seedDemoProducts } from "@ashlar/catalog";
import { openDatabase } from "@ashlar/database";
import { seedDemoAccounts, users } from "@ashlar/identity";
import { seedDemoPosts } from "@ashlar/posts";
import { eq } from "drizzle-orm";

/** Makes the demo accounts, a few posts and products, once; for development only. */
export async function seedDemo(databaseUrl: string): Promise<void> {
  const database = openDatabase({ url: databaseUrl, applicationName: "ashlar-seed" });
  try {
    await seedDemoAccounts(database);
    const [author] = await database.read
      .select({ id: users.id })
      .from(users)
      .where(eq(users.email, "author@ashlar.test"));
    if (author) await seedDemoPosts(database, author.id);
    await seedDemoProducts(database);
  } finally {
    await database.close();
  }
}
