import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { seedDemo } from "@ashlar/backend";
import { developmentDatabase, migrate } from "@ashlar/database";
import { developmentPayments } from "./development-payments.ts";
import { environmentWith, readEnv } from "./env.ts";
import { migrationsFolder } from "./migrations-folder.ts";

const root = resolve(import.meta.dirname, "../../..");

/**
 * The development command: a database if none is configured, migrations, demo data, the payment sandbox, then the
 * server, restarted on every change. Database and sandbox outlive those restarts; the data is kept between runs.
 */
async function dev(): Promise<void> {
  const env = readEnv();
  const database = await developmentDatabase({
    url: env.DATABASE_URL,
    dataDir: resolve(root, env.DATA_DIR, "postgres"),
  });
  try {
    await migrate({ url: database.url, folder: migrationsFolder });
    if (env.SEED_DEMO) await seedDemo(database.url);
    const payments = await developmentPayments(env, database.url);
    try {
      process.exitCode = await runServer({ DATABASE_URL: database.url, ...payments.variables });
    } finally {
      await payments.stop();
    }
  } finally {
    await database.stop();
  }
}

/** Runs the server until it ends or a signal asks it to; the terminal sends Ctrl-C to both, so it is not sent on. */
async function runServer(variables: Readonly<Record<string, string>>): Promise<number> {
  const server = spawn(
    process.execPath,
    ["--watch", "--watch-preserve-output", resolve(import.meta.dirname, "main.ts")],
    {
      stdio: "inherit",
      env: environmentWith(variables),
    },
  );
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => server.kill("SIGTERM"));
  return new Promise((done) => server.on("exit", (code) => done(code ?? 0)));
}

dev().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
