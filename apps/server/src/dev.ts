import { resolve } from "node:path";
import { developmentDatabase } from "@ashlar/database";
import { developmentServer } from "./dev/development-server.ts";
import { isSource, root, sourceFolders } from "./dev/sources.ts";
import { watchFolders } from "./dev/watch-folders.ts";
import { readEnv } from "./env.ts";
import { requireFreeAddress } from "./unusable-address.ts";
import { requireUsableFolder } from "./usable-folder.ts";

/**
 * The development command: a database if none is configured, migrations, demo data, the payment sandbox, then the
 * server, started again on every change. A new migration is applied on the way; while one cannot be, the server of
 * before serves on. Database and sandbox outlive those restarts; the data is kept between runs.
 */
async function dev(): Promise<void> {
  const env = readEnv();
  await requireFreeAddress("PORT", env.PORT, env.HOST);
  if (env.METRICS_PORT !== undefined) await requireFreeAddress("METRICS_PORT", env.METRICS_PORT, env.HOST);
  const stopped = Promise.withResolvers<void>();
  // The terminal sends Ctrl-C to the server too.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopped.resolve());

  await using cleanUp = new AsyncDisposableStack();
  if (env.DATABASE_URL === undefined) await requireUsableFolder("DATA_DIR", resolve(root, env.DATA_DIR));
  const database = await developmentDatabase({
    url: env.DATABASE_URL,
    dataDir: resolve(root, env.DATA_DIR, "postgres"),
    keeper: {
      ended: () => say("PostgreSQL ended; starting it again."),
      restarted: () => {
        say("PostgreSQL runs again.");
        server.databaseRestarted();
      },
      failed: (error) => stopped.reject(error),
    },
  });
  cleanUp.defer(database.stop);
  const server = developmentServer(env, database, say);
  cleanUp.defer(server.stop);
  await server.start();
  cleanUp.defer(watchFolders(sourceFolders, (path) => isSource(path) && server.changed(path)));
  await stopped.promise;
}

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

dev().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
