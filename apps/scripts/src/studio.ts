import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { environmentWith } from "./env.ts";
import { openDevelopmentDatabase } from "./open-database.ts";
import { repositoryRoot } from "./repository-root.ts";

/**
 * Opens Drizzle Studio on whichever database `pnpm dev` uses, running or not.
 *
 * Studio asks nobody who they are and answers any origin: it listens on 127.0.0.1 only, and only while this runs.
 */
async function studio(): Promise<void> {
  const database = await openDevelopmentDatabase();
  const child = spawn(
    resolve(repositoryRoot, "node_modules/.bin/drizzle-kit"),
    [
      "studio",
      "--config",
      resolve(import.meta.dirname, "studio.config.ts"),
      "--host",
      "127.0.0.1",
      ...process.argv.slice(2),
    ],
    { cwd: repositoryRoot, stdio: "inherit", env: environmentWith({ DATABASE_URL: database.url }) },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((done) => child.on("exit", (code) => done(code ?? 0)));
  await database.stop();
}

await studio();
