import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/index.ts";

/** A server of one test file's own, to kill and restart. */
export type ServerUnderFire = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** A connection of the test itself, which it never kills. */
  readonly admin: postgres.Sql;
  /** Stops the server as a power cut would, and starts it on the same port. */
  readonly restartHard: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function serverUnderFire(): Promise<ServerUnderFire> {
  const folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-`));
  await chmod(folder, 0o755);
  const dataDir = join(folder, "data");
  // A commit reaches the system's memory before it is answered, and that survives a killed server.
  const settings = { shared_buffers: "32MB", synchronous_commit: "on" };
  const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, durable: false, settings });
  let server = await start();
  const admin = postgres(server.url, {
    max: 1,
    backoff: () => 0.05,
    onnotice: () => undefined,
    connection: { application_name: "test admin" },
  });
  return {
    url: server.url,
    port: server.port,
    dataDir,
    admin,
    restartHard: async () => {
      process.kill(server.pid, "SIGQUIT");
      await server.stop();
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await admin.end({ timeout: 1 });
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
