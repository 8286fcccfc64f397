import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIsAlive } from "../src/embedded/process-is-alive.ts";
import { startEmbeddedPostgres } from "../src/index.ts";

const settings = { shared_buffers: "16MB" };
let folder: string;
let dataDir: string;
const start = (port?: number) =>
  startEmbeddedPostgres({ dataDir, durable: false, settings, ...(port === undefined ? {} : { port }) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-`));
  await chmod(folder, 0o755);
  dataDir = join(folder, "data");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, statement: string): Promise<postgres.RowList<postgres.Row[]>> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

test("keeps data, port and password over restarts, and makes nothing of an existing folder again", async () => {
  const first = await start();
  await query(first.url, "create table kept (id int); insert into kept values (7)");
  const [facts] = await query(
    first.url,
    "select current_setting('server_encoding') as encoding, datlocprovider as provider, current_setting('listen_addresses') as listens, current_setting('server_version_num')::int / 10000 as major from pg_database where datname = 'ashlar'",
  );
  expect(facts).toEqual({ encoding: "UTF8", provider: "b", listens: "127.0.0.1", major: 18 });
  await first.stop();
  const madeAtMs = (await stat(join(dataDir, "PG_VERSION"))).birthtimeMs;
  await using second = await start();
  expect((await stat(join(dataDir, "PG_VERSION"))).birthtimeMs).toBe(madeAtMs);
  expect(second).toMatchObject({ url: first.url, adopted: false });
  expect(await query(second.url, "select id from kept")).toEqual([{ id: 7 }]);
});

test("asks for the password, which only its owner can read", async () => {
  await using server = await start();
  const stranger = new URL(server.url);
  stranger.password = "guess";
  await expect(query(stranger.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect((await stat(join(dataDir, "ashlar.password"))).mode & 0o077).toBe(0);
});

test("adopts the server of a process that was killed, and stops it in the end", async () => {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "../src/index.ts"))};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(server.pid);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const adopted = await start();
  expect(adopted).toMatchObject({ adopted: true, pid: Number(String(line)) });
  expect(await query(adopted.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await adopted.stop();
  await expect(query(adopted.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("two starts share one server, and the last one to stop ends it", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect(one.url).toBe(other.url);
  expect([one.adopted, other.adopted].sort()).toEqual([false, true]);
  await one.stop();
  expect(await query(other.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await other.stop();
  await expect(query(other.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("starts over a stale postmaster.pid whose id belongs to another program", async () => {
  const first = await start();
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => processIsAlive(first.pid), { timeout: 30_000 }).toBe(false);
  await writeFile(
    join(dataDir, "postmaster.pid"),
    `${process.pid}\n${dataDir}\n0\n1\n\n127.0.0.1\n\nready   \n`,
  );
  await using second = await start();
  expect(second.adopted).toBe(false);
  await first.stop();
});

test("takes another port when the remembered one is in use, and names a port it was told to use and cannot", async () => {
  const first = await start();
  await first.stop();
  const occupant = createServer().listen(first.port, "127.0.0.1");
  await once(occupant, "listening");
  try {
    await using second = await start();
    expect(second.port).not.toBe(first.port);
    await second.stop();
    await expect(start(first.port)).rejects.toThrow(String(first.port));
  } finally {
    occupant.close();
  }
});

test.each([
  ["is not empty", async () => writeFile(join(folder, "notes.txt"), "mine"), () => folder],
  [
    "was made by another major version",
    async () => writeFile(join(folder, "PG_VERSION"), "15\n"),
    () => folder,
  ],
  ["cannot be made", async () => writeFile(join(folder, "file"), ""), () => join(folder, "file", "data")],
])("names a folder that %s, and leaves it as it is", async (_, prepare, path) => {
  await prepare();
  dataDir = path();
  await expect(start()).rejects.toThrow(dataDir);
});

test.runIf(process.getuid?.() === 0)("runs under root in a folder that only root can enter", async () => {
  await chmod(folder, 0o700);
  await using server = await start();
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect((await stat(dataDir)).uid).not.toBe(0);
});
