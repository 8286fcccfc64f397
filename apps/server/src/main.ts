import { requireFitDatabase } from "@ashlar/database";
import { InvalidEnvironment, readEnv } from "./env.ts";
import { requireMigrations } from "./require-migrations.ts";
import { serve } from "./serve.ts";
import { stopOnSignals } from "./stop-on-signals.ts";
import { welcome } from "./welcome.ts";

/** The process of a node: configuration → backend → listen → drain. Migrations are a step of the deployment, not of it. */
async function main(): Promise<void> {
  // A start that ends before it listens has failed, also where nothing is left to wait for.
  process.exitCode = 1;
  const env = readEnv();
  const { DATABASE_URL } = env;
  if (DATABASE_URL === undefined)
    throw new InvalidEnvironment("DATABASE_URL is not set; `pnpm dev` starts a database of its own.");
  await requireFitDatabase({ url: DATABASE_URL, variable: "DATABASE_URL" });
  await requireMigrations(DATABASE_URL);
  const { url, log, stop } = await serve({ ...env, DATABASE_URL });
  process.exitCode = 0;
  log.info({ url }, "listening");
  if (!env.isProduction && env.LOG_FORMAT === "pretty") process.stdout.write(welcome(env, url, DATABASE_URL));
  stopOnSignals(stop, log);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
