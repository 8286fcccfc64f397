import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

export type DevelopmentDatabase = {
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
}): Promise<DevelopmentDatabase> {
  if (options.url !== undefined) return { url: options.url, isEmbedded: false, stop: async () => undefined };
  const { url, stop } = await startEmbeddedPostgres({ dataDir: options.dataDir });
  return { url, isEmbedded: true, stop };
}
