import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, startEmbeddedPostgres } from "@ashlar/database";
import postgres from "postgres";

export const templateName = "ashlar_template";
const prefix = "ashlar-test-";
const migrationsFolder = join(import.meta.dirname, "..", "..", "..", "drizzle");

export type TestCluster = {
  /** Of the maintenance database. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a PostgreSQL that never waits for the disk, with a template database at the newest migration.
 *
 * Clusters of runs that were killed are stopped and removed first.
 */
export async function startTestCluster(): Promise<TestCluster> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  // Under root the server runs as another user, who must get in.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, "data"),
    durable: false,
    settings: { max_connections: "300", shared_buffers: "64MB", autovacuum_naptime: "1h" },
  });
  const url = urlOf(server.url, "postgres");
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same server, another database. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function makeTemplate(url: string): Promise<void> {
  const admin = postgres(url, { max: 1, fetch_types: false });
  try {
    await admin.unsafe(`create database ${templateName}`);
    await migrate({ url: urlOf(url, templateName), folder: migrationsFolder });
  } finally {
    await admin.end();
  }
}

async function removeAbandoned(): Promise<void> {
  const entries = await readdir(tmpdir());
  for (const entry of entries.filter((name) => name.startsWith(prefix))) {
    if (isAlive(Number.parseInt(entry.slice(prefix.length), 10))) continue;
    const folder = join(tmpdir(), entry);
    const text = await readFile(join(folder, "data", "postmaster.pid"), "utf8").catch(() => "");
    const server = Number.parseInt(text, 10);
    if (server > 0 && isAlive(server)) process.kill(server, "SIGQUIT");
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
