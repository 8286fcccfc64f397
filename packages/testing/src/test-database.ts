import { randomBytes } from "node:crypto";
import { type DatabaseConnection, type DatabaseOptions, openDatabase } from "@ashlar/database";
import postgres from "postgres";
import { inject } from "vitest";
import { templateName, urlOf } from "./test-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Set by the global setup of this package. */
    readonly testClusterUrl: string;
  }
}

export type TestDatabase = {
  readonly url: string;
  readonly connection: DatabaseConnection;
  /** Plain SQL, for what the test looks at behind the code's back. */
  readonly sql: postgres.Sql;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Makes a database of its own for a test file: a copy of the migrated template, in about 20 ms.
 *
 * Disposing it closes its connections and drops it, whoever else is still connected.
 *
 * The vitest project must have the global setup of this package.
 */
export async function testDatabase(options: Omit<DatabaseOptions, "url"> = {}): Promise<TestDatabase> {
  const cluster = inject("testClusterUrl");
  const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await administer(cluster, `create database ${name} template ${templateName} strategy file_copy`);
  const url = urlOf(cluster, name);
  const connection = openDatabase({ url, applicationName: "ashlar test", ...options });
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  return {
    url,
    connection,
    sql,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([connection.close(0), sql.end({ timeout: 0 })]);
      await administer(cluster, `drop database if exists ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const admin = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}
