import postgres from "postgres";
import { readDatabaseUrl } from "../driver/database-url.ts";
import { sessionParameters } from "../driver/session-settings.ts";
import { translatedError } from "../errors/translated-error.ts";

export type MigrationSession = postgres.ReservedSql;

/** Does work in a session of its own, which is closed when it ends; errors are those of the database package. */
export async function inMigrationSession<Result>(
  { url, lockTimeoutMs = 3_000 }: { readonly url: string; readonly lockTimeoutMs?: number | undefined },
  work: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  const client = postgres({
    ...readDatabaseUrl(url),
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: sessionParameters({
      applicationName: "ashlar migrations",
      statementTimeoutMs: 0,
      lockTimeoutMs,
      idleInTransactionTimeoutMs: 0,
    }),
  });
  try {
    return await work(await client.reserve());
  } catch (error) {
    throw translatedError(error);
  } finally {
    await client.end({ timeout: 0 });
  }
}
