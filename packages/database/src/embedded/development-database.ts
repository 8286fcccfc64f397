import { keepPostgresRunning, type PostgresKeeper } from "./keep-postgres-running.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

export type DevelopmentDatabase = {
  /** Of the server that runs now; an embedded one that was started again may have another. */
  readonly url: string;
  readonly isEmbedded: boolean;
  /** Gives the database back; an embedded server stops when its last user has. */
  readonly stop: () => Promise<void>;
};

/**
 * The database that a developer works with: the configured one, or else the embedded one of the data folder, started if
 * it does not run yet.
 */
export async function developmentDatabase(options: {
  /** `DATABASE_URL`, where it is set. */
  readonly url: string | undefined;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** Has an embedded database started again when it ends. Default: it is left alone. */
  readonly keeper?: PostgresKeeper;
}): Promise<DevelopmentDatabase> {
  const { url, dataDir, keeper } = options;
  if (url !== undefined) return { url, isEmbedded: false, stop: async () => undefined };
  const server = keeper
    ? await keepPostgresRunning({ dataDir }, keeper)
    : await startEmbeddedPostgres({ dataDir });
  return {
    get url() {
      return server.url;
    },
    isEmbedded: true,
    stop: server.stop,
  };
}
