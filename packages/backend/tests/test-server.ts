import { type Client, createClient } from "@ashlar/client";
import type { Role } from "@ashlar/contracts";
import { listen } from "@ashlar/http";
import { seedDemoAccounts } from "@ashlar/identity";
import type { Log } from "@ashlar/kernel";
import { type TestDatabase, testDatabase } from "@ashlar/testing";
import { inject } from "vitest";
import { type Backend, type BackendConfig, composeBackend } from "../src/index.ts";

export type LogLine = {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** The whole backend on a port of its own and a database of its own. */
export type TestServer = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly backend: Backend;
  /** Everything that was logged. */
  readonly logged: readonly LogLine[];
  readonly anonymous: Client;
  /** A client signed in as the demo account of this role. */
  readonly as: (role: Role) => Promise<Client>;
  readonly signIn: (role: Role) => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Password of every demo account. */
const demoPassword = "correct-horse-battery";

/**
 * Starts a server with the demo accounts.
 *
 * @param port - Default: any; a test that must know its address beforehand finds a free one.
 * @param prepare - Done to the database before the server connects to it.
 */
export async function testServer(
  config: Partial<BackendConfig> = {},
  port = 0,
  prepare: (database: TestDatabase) => Promise<void> = async () => undefined,
): Promise<TestServer> {
  const database = await testDatabase();
  await prepare(database);
  // A process in production refuses to serve them.
  if (config.isProduction !== true) await seedDemoAccounts(database.connection);
  const logged: LogLine[] = [];
  const backend = await composeBackend({
    databaseUrl: database.url,
    log: recorder(logged),
    isProduction: false,
    origins: { own: ["https://own.example"], allowed: [], allowsLoopback: true },
    trustedProxyHops: 0,
    trpcDirect: inject("trpcDirect"),
    ...config,
  });
  const { app, activeRequests } = backend;
  const server = await listen({ app, activeRequests, hostname: "127.0.0.1", port });
  const url = `http://127.0.0.1:${server.port}`;
  const anonymous = createClient({ url });
  const signIn = async (role: Role): Promise<string> => {
    const { token } = await anonymous.auth.login.mutate({
      email: `${role}@ashlar.test`,
      password: demoPassword,
    });
    return token;
  };
  return {
    url,
    database,
    backend,
    logged,
    anonymous,
    signIn,
    as: async (role) => createClient({ url, token: await signIn(role) }),
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await backend.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const recorder = (lines: LogLine[]): Log => {
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, message, fields });
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};
