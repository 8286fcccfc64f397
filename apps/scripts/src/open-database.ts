import { resolve } from "node:path";
import { type DevelopmentDatabase, developmentDatabase, migrate } from "@ashlar/database";
import { readScriptsEnv } from "./env.ts";
import { repositoryRoot } from "./repository-root.ts";

/** The database that the scripts work on, migrated; shared with a running `pnpm dev`. */
export async function openDevelopmentDatabase(): Promise<DevelopmentDatabase> {
  const { databaseUrl, dataDir } = readScriptsEnv();
  const database = await developmentDatabase({
    url: databaseUrl,
    dataDir: resolve(repositoryRoot, dataDir, "postgres"),
  });
  try {
    await migrate({ url: database.url, folder: resolve(repositoryRoot, "drizzle") });
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}
