import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@ashlar/database";
import postgres from "postgres";

/** A primary and a standby that replays what the primary streams to it; each on a data folder of its own. */
export type StreamingPair = {
  readonly primary: EmbeddedPostgres;
  readonly standby: EmbeddedPostgres;
  readonly primarySql: postgres.Sql;
  readonly standbySql: postgres.Sql;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const serverOptions = {
  durable: false,
  settings: { shared_buffers: "32MB", max_connections: "60", autovacuum_naptime: "1h" },
} as const;

/** Starts two real servers; takes some three seconds. */
export async function startStreamingPair(): Promise<StreamingPair> {
  const folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-pair-`));
  // Under root the servers run as another user, who must get in.
  await chmod(folder, 0o755);
  await using started = new AsyncDisposableStack();
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const primary = await startEmbeddedPostgres({ ...serverOptions, dataDir: join(folder, "primary") });
  started.defer(() => primary.stop());
  const primarySql = postgres(primary.url, { max: 1, onnotice: () => undefined });
  started.defer(() => primarySql.end({ timeout: 0 }));
  const standbyFolder = join(folder, "standby");
  await copyCluster(primarySql, join(folder, "primary"), standbyFolder, primary.url);
  const standby = await startEmbeddedPostgres({ ...serverOptions, dataDir: standbyFolder });
  started.defer(() => standby.stop());
  const standbySql = postgres(standby.url, { max: 1, onnotice: () => undefined });
  started.defer(() => standbySql.end({ timeout: 0 }));
  const resources = started.move();
  return {
    primary,
    standby,
    primarySql,
    standbySql,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const run = promisify(execFile);

/** A base backup by the server's own functions: the binaries have no `pg_basebackup`. */
async function copyCluster(sql: postgres.Sql, from: string, to: string, primaryUrl: string): Promise<void> {
  await sql`select pg_backup_start('standby', true)`;
  // It keeps owners: under root the servers run as another user.
  await run("cp", ["-a", from, to]);
  const [stopped] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
  for (const own of ["postmaster.pid", "postmaster.opts", "ashlar.users", "ashlar.port"]) {
    await rm(join(to, own), { recursive: true, force: true });
  }
  const { port, username, password } = new URL(primaryUrl);
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  const { uid, gid } = await stat(from);
  for (const [name, text] of [
    ["backup_label", stopped?.labelfile ?? ""],
    ["standby.signal", ""],
    ["postgresql.auto.conf", `primary_conninfo = '${source}'\n`],
  ] as const) {
    await writeFile(join(to, name), text, { mode: 0o600 });
    await chown(join(to, name), uid, gid);
  }
}
