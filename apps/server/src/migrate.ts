import { dirname, resolve } from "node:path";
import { developmentDatabase, migrate, requireFitDatabase } from "@ashlar/database";
import { readEnv } from "./env.ts";
import { migrationsFolder } from "./migrations-folder.ts";
import { requireUsableFolder } from "./usable-folder.ts";

/**
 * The migration step of a deployment: brings the database to this release, once however many run it, and ends. Without
 * DATABASE_URL, which production demands, it works on the embedded database that `pnpm dev` uses, running or not.
 */
async function main(): Promise<void> {
  const { DATABASE_URL: url, DATA_DIR } = readEnv();
  const dataDir = resolve(import.meta.dirname, "../../..", DATA_DIR, "postgres");
  if (url === undefined) await requireUsableFolder("DATA_DIR", dirname(dataDir));
  const database = await developmentDatabase({ url, dataDir });
  try {
    await requireFitDatabase({ url: database.url, variable: "DATABASE_URL" });
    const applied = await migrate({ url: database.url, folder: migrationsFolder });
    for (const tag of applied) process.stdout.write(`Applied ${tag}.\n`);
  } finally {
    await database.stop();
  }
  process.stdout.write("The database is at this release.\n");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
