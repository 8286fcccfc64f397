import postgres from "postgres";

export type BackupSession = {
  readonly session: postgres.ReservedSql;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** One connection without time limits: a large table takes as long as it takes. */
export async function backupSession(url: string): Promise<BackupSession> {
  const client = postgres(url, {
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: {
      application_name: "ashlar backup",
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
      lock_timeout: 10_000,
    },
  });
  const dispose = (): Promise<void> => client.end({ timeout: 0 });
  try {
    return { session: await client.reserve(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
