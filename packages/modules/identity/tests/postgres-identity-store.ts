import { systemClock } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { identityUnitOfWork } from "../src/infrastructure/identity-unit-of-work.ts";
import { postgresSessionReader } from "../src/infrastructure/postgres-session-reader.ts";
import { postgresUserReader } from "../src/infrastructure/postgres-user-reader.ts";
import type { IdentityStore } from "./identity-store.ts";

/** The ports on a database of their own. */
export async function postgresIdentityStore(): Promise<IdentityStore> {
  const database = await testDatabase();
  const { connection } = database;
  return {
    users: postgresUserReader(connection.read),
    sessions: postgresSessionReader(connection.read),
    transact: identityUnitOfWork(connection, systemClock, () => undefined),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
