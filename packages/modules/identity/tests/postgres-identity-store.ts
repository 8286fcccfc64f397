import { systemClock } from "@ashlar/kernel";
import { persistentCipher } from "@ashlar/secrets";
import { createSpine } from "@ashlar/spine";
import { silentLog, testDatabase } from "@ashlar/testing";
import { postgresAccountTokenReader } from "../src/accounts/infrastructure/postgres-account-token-reader.ts";
import { postgresUserReader } from "../src/accounts/infrastructure/postgres-user-reader.ts";
import { identityUnitOfWork } from "../src/infrastructure/identity-unit-of-work.ts";
import { postgresSessionReader } from "../src/sessions/infrastructure/postgres-session-reader.ts";
import type { IdentityStore } from "./identity-store.ts";

/** The ports on a database of their own. */
export async function postgresIdentityStore(): Promise<IdentityStore> {
  const database = await testDatabase();
  const { connection } = database;
  const spine = createSpine({ database: connection, log: silentLog });
  const sealing = persistentCipher(connection, systemClock, []);
  return {
    users: postgresUserReader(connection.read),
    sessions: postgresSessionReader(connection.read),
    accountTokens: postgresAccountTokenReader(connection.read),
    transact: identityUnitOfWork({ spine, clock: systemClock, sealing }, () => undefined),
    [Symbol.asyncDispose]: async () => {
      await spine.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
