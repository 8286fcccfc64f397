import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { seedDemoAccounts, seedPosts, seedUsers } from "@ashlar/backend";
import { type EmbeddedPostgres, migrate, openDatabase, startEmbeddedPostgres } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import postgres from "postgres";

/** Databases of a PostgreSQL that the run has for itself; it waits for the disk as one in production does. */
export type BenchDatabases = {
  /** Makes one with every table and no row. @returns Its URL. */
  readonly empty: () => Promise<string>;
  /** The one with the demo accounts, 100 users and 5,000 posts, the same in every run. @returns Its URL. */
  readonly filled: () => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts nothing until a database is asked for. */
export function benchDatabases(): BenchDatabases {
  let server: Promise<EmbeddedPostgres> | null = null;
  let filled: Promise<string> | null = null;
  let folder: string | null = null;
  let count = 0;
  const started = async (): Promise<EmbeddedPostgres> => {
    folder = await mkdtemp(join(tmpdir(), "ashlar-bench-"));
    // Under root the server runs as another user, who must get in.
    await chmod(folder, 0o755);
    return startEmbeddedPostgres({
      dataDir: join(folder, "postgres"),
      settings: { max_connections: "200" },
    });
  };
  const empty = async (): Promise<string> => {
    server ??= started();
    const { url } = await server;
    count += 1;
    const name = `bench_${count}`;
    const admin = postgres(url, { max: 1 });
    await admin.unsafe(`create database ${name}`);
    await admin.end();
    const made = new URL(url);
    made.pathname = `/${name}`;
    await migrate({ url: made.href, folder: resolve(import.meta.dirname, "../../../drizzle") });
    return made.href;
  };
  const fill = async (): Promise<string> => {
    const url = await empty();
    await using database = openDatabase({ url });
    await seedDemoAccounts(database);
    const random = seededRandom(7);
    const authorIds = await seedUsers(database, 100, random);
    await seedPosts(database, { count: 5_000, authorIds, random });
    return url;
  };
  return {
    empty,
    filled: () => {
      filled ??= fill();
      return filled;
    },
    [Symbol.asyncDispose]: async () => {
      await (await server)?.stop();
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    },
  };
}
