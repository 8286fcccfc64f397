import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  migrate,
  openDatabase,
  restoreBackup,
  startEmbeddedPostgres,
  UnusableBackup,
} from "@ashlar/database";
import { uuidV7 } from "@ashlar/kernel";
import { createSpine, type Spine } from "@ashlar/spine";
import { silentLog, type TestDatabase, testDatabase } from "@ashlar/testing";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";

const main = join(import.meta.dirname, "../src/main.ts");
const migrationsFolder = join(import.meta.dirname, "../../../drizzle");

type Ended = { readonly code: number; readonly output: string; readonly errors: string };
const ashlar = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, output, errors) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors }),
    );
  });

let folder: string;
let source: TestDatabase;
let spine: Spine;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-backup-`));
  // Under root the restored server runs as another user, who must get in.
  await chmod(folder, 0o755);
  file = join(folder, "backup.gz");
  source = await testDatabase();
  spine = createSpine({ database: source.connection, log: silentLog });
  await fill();
  expect(await ashlar("backup", file, "--url", source.url)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await spine?.close();
  await source?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Text that a careless format would break on. */
const hostile = "back\\slash \\N \\. tab\t line\nreturn\r \"quotes\" 'and' {braces} \u{1f9f1} é\\\n\\.\n";

const registered = (userId: string) => ({
  type: "user.registered" as const,
  aggregateId: userId,
  data: { userId, email: `${userId}@example.test`, name: hostile },
});

async function fill(): Promise<void> {
  const { sql } = source;
  const userId = uuidV7();
  await sql`insert into users (id, email, name, password_hash, roles, status, created_at, updated_at)
    values (${userId}, 'ann@example.test', 'Ann ''O''', 'none', '{author,customer}', 'active', now(), now())`;
  await sql`insert into posts (id, author_id, title, slug, body, status, created_at, updated_at)
    select gen_random_uuid(), ${userId}, 'Title ' || n, 'slug-' || n, ${hostile} || repeat('x', n * 7), 'draft', now(), now()
    from generate_series(1, 3000) as n`;
  const append = spine.unitOfWork(() => ({}));
  for (let event = 0; event < 20; event += 1) {
    await append(async ({ events, audit }) => {
      await events.append(registered(uuidV7()));
      await audit.record({ action: "test.made", actor: null, subject: { kind: "user", id: userId } });
    });
  }
}

type Checksums = Readonly<Record<string, string>>;

/** One checksum for each table, whatever the order of its rows. */
async function checksums(sql: postgres.Sql): Promise<Checksums> {
  const tables = await sql<{ name: string }[]>`
    select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ sum: string }[]>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} as t`,
    );
    found[name] = row?.sum ?? "";
  }
  return found;
}

/** A database without tables, in the cluster of the tests. */
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  await database.sql.unsafe("drop schema public cascade; drop schema drizzle cascade; create schema public");
  return database;
}

test("in a fresh cluster every table is as it was, and the order of events continues", async () => {
  // Transaction ids of the source lie far above those of a new cluster.
  await source.sql.unsafe(
    "do $$ begin for i in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$",
  );
  const append = spine.unitOfWork(() => ({}));
  await append(({ events }) => events.append(registered(uuidV7())));
  const late = join(folder, "late.gz");
  expect(await ashlar("backup", late, "--url", source.url)).toMatchObject({ code: 0 });
  const before = await spine.stream.read(null, 1_000);

  await using cluster = await startEmbeddedPostgres({
    dataDir: join(folder, "fresh", "postgres"),
    durable: false,
  });
  const restored = await ashlar("restore", late, "--dataDir", join(folder, "fresh"));
  expect(restored).toMatchObject({ code: 0, errors: expect.stringContaining("posts") });

  const sql = postgres(cluster.url, { max: 1 });
  const { spine_epoch: _, ...were } = await checksums(source.sql);
  const { spine_epoch: __, ...are } = await checksums(sql);
  expect(Object.keys(are).length).toBeGreaterThan(20);
  expect(are).toEqual(were);
  await sql.end();

  await using database = openDatabase({ url: cluster.url });
  const next = createSpine({ database, log: silentLog });
  expect(await next.stream.read(null, 1_000)).toEqual(before);
  await next.unitOfWork(() => ({}))(({ events }) => events.append(registered(uuidV7())));
  // A follower of before the backup continues from its place and gets the new one alone.
  const after = before.at(-1)?.cursor ?? null;
  await expect.poll(async () => (await next.stream.read(after, 10)).length).toBe(1);
  await next.close();
});

test("a backup is of one moment, however much is written meanwhile", async () => {
  let isOver = false;
  const writing = (async () => {
    const append = spine.unitOfWork(() => ({}));
    while (!isOver) {
      await append(async ({ events, audit }) => {
        await events.append(registered(uuidV7()));
        await audit.record({ action: "test.made", actor: null, subject: { kind: "user", id: "x" } });
      });
    }
  })();
  const busy = join(folder, "busy.gz");
  expect(await ashlar("backup", busy, "--url", source.url)).toMatchObject({ code: 0 });
  isOver = true;
  await writing;
  await using target = await emptyDatabase();
  expect(await ashlar("restore", busy, "--url", target.url)).toMatchObject({ code: 0 });
  const [counted] = await target.sql`
    select (select count(*) from events) as events, (select count(*) from audit_entries) as audits,
      (select count(*) from events where position > (select last_value from events_position_seq)) as beyond`;
  expect(Number(counted?.events) - Number(counted?.audits)).toBeLessThanOrEqual(1);
  expect(counted?.beyond).toBe("0");
});

test("a file that was cut off, changed or is none leaves no row behind and says so", async () => {
  const whole = await readFile(file);
  const text = gunzipSync(whole).toString();
  const broken = {
    "cut off": whole.subarray(0, whole.length / 2),
    "cut at a line": gzipSync(text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1)),
    changed: gzipSync(text.replace("Title 7\t", "Title 8\t")),
    "a row short": gzipSync(text.replace(/\n[^\n]*Title 7\t[^\n]*\n/, "\n")),
    none: Buffer.from("hello"),
  };
  for (const [name, bytes] of Object.entries(broken)) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    await using target = await emptyDatabase();
    const restoring = restoreBackup({ url: target.url, file: path, migrationsFolder });
    await expect(restoring, name).rejects.toThrow(UnusableBackup);
    const left = Object.values(await checksums(target.sql)).filter((sum) => !sum.startsWith("0 "));
    expect(left, name).toEqual([]);
  }
});

test("nothing is overwritten: neither a file nor a database with tables", async () => {
  expect(await ashlar("backup", file, "--url", source.url)).toMatchObject({
    code: 1,
    errors: expect.stringContaining("exists already"),
  });
  const before = await checksums(source.sql);
  expect(await ashlar("restore", file, "--url", source.url)).toMatchObject({
    code: 1,
    errors: expect.stringContaining("has tables already"),
  });
  expect(await checksums(source.sql)).toEqual(before);
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test("a database without tables is no backup: it is hardly the one that was meant", async () => {
  await using other = await emptyDatabase();
  const path = join(folder, "nothing.gz");
  const ended = await ashlar("backup", path, "--url", other.url);
  expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining("has no tables") });
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

test("a backup of other migrations than ours is refused before anything is made", async () => {
  const text = gunzipSync(await readFile(file)).toString();
  const foreign = join(folder, "foreign.gz");
  await writeFile(foreign, gzipSync(text.replace(/"migrations":\["\w{4}/, '"migrations":["0000')));
  await using target = await emptyDatabase();
  expect(await ashlar("restore", foreign, "--url", target.url)).toMatchObject({ code: 1 });
  expect(await checksums(target.sql)).toEqual({});
  expect(await migrate({ url: target.url, folder: migrationsFolder })).not.toEqual([]);
});
