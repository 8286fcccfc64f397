import postgres from "postgres";
import { readDatabaseUrl } from "../driver/database-url.ts";
import { sessionParameters } from "../driver/session-settings.ts";

export type BackupSession = {
  readonly session: postgres.ReservedSql;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** One connection without time limits: a large table takes as long as it takes. */
export async function backupSession(url: string): Promise<BackupSession> {
  const client = postgres({
    ...readDatabaseUrl(url),
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: sessionParameters({
      applicationName: "ashlar backup",
      statementTimeoutMs: 0,
      lockTimeoutMs: 10_000,
      idleInTransactionTimeoutMs: 0,
    }),
  });
  const dispose = (): Promise<void> => client.end({ timeout: 0 });
  try {
    return { session: await client.reserve(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
