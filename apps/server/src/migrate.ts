import { migrate } from "@ashlar/database";
import { InvalidEnvironment, readEnv } from "./env.ts";
import { migrationsFolder } from "./migrations-folder.ts";

/** The migration step of a deployment: brings the database to this release, once however many run it, and ends. */
async function main(): Promise<void> {
  const { DATABASE_URL: url } = readEnv();
  if (url === undefined) throw new InvalidEnvironment("DATABASE_URL is not set.");
  await migrate({ url, folder: migrationsFolder });
  process.stdout.write("The database is at this release.\n");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
