import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isMadeDataFolder } from "../src/embedded/data-folder-state.ts";
import { processIsAlive } from "../src/embedded/process-is-alive.ts";
import { startEmbeddedPostgres } from "../src/index.ts";

let folder: string;
let dataDir: string;
const start = () => startEmbeddedPostgres({ dataDir, durable: false, settings: { shared_buffers: "16MB" } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), `ashlar-test-${process.pid}-`));
  await chmod(folder, 0o755);
  dataDir = join(folder, "data");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

async function write(files: Files): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(dataDir, name), text);
}

async function read(path: string): Promise<Files> {
  const names = await readdir(path);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), "utf8")] as const)),
  );
}

describe("a data folder that cannot be used", () => {
  const another = (major: string): RegExp =>
    new RegExp(`made by PostgreSQL ${major}.*pnpm backup <file>.*pnpm restore <file>`);
  const unfinished = /another program's, or it was never finished/;
  const states: readonly [string, Files, RegExp][] = [
    ["is of an older major version", { PG_VERSION: "17\n", "ashlar.password": "x" }, another("17")],
    ["is of a newer major version", { PG_VERSION: "19\n", "ashlar.password": "x" }, another("19")],
    ["is of a version from before 10", { PG_VERSION: "9.6\n" }, another("9\\.6")],
    ["is of a version and a program of its own", { PG_VERSION: "16\n" }, another("16")],
    ["is of another program", { PG_VERSION: "18\n", "pg_hba.conf": "" }, unfinished],
    ["was half made in place", { PG_VERSION: "18\n" }, unfinished],
    ["has foreign files", { "notes.txt": "mine" }, /neither empty nor/],
    ["has hidden foreign files", { ".keep": "" }, /neither empty nor/],
    ["names no version", { PG_VERSION: "" }, /neither empty nor/],
    ["names something else as its version", { PG_VERSION: "soon" }, /neither empty nor/],
  ];

  it.each(states)("is named when it %s, and left as it is", async (_, files, message) => {
    await write(files);
    await expect(start()).rejects.toThrow(message);
    await expect(start()).rejects.toThrow(dataDir);
    expect(await read(dataDir)).toEqual(files);
    expect(await readdir(folder)).toEqual(["data"]);
  });

  it("is named when it is a file, or below one", async () => {
    await writeFile(dataDir, "mine");
    await expect(start()).rejects.toThrow(`${dataDir} is, or is in, a file`);
    dataDir = join(dataDir, "below");
    await expect(start()).rejects.toThrow(`${dataDir} is, or is in, a file`);
  });

  it("is named when it may not be read, with the user who may not", async () => {
    await write({ PG_VERSION: "18\n" });
    await chmod(dataDir, 0o000);
    const refused = `The database folder ${dataDir} cannot be read as`;
    await expect(asSomebody(() => isMadeDataFolder(dataDir))).rejects.toThrow(refused);
    await chmod(dataDir, 0o755);
    await chmod(join(dataDir, "PG_VERSION"), 0o000);
    await expect(asSomebody(() => isMadeDataFolder(dataDir))).rejects.toThrow(refused);
  });

  it("is named when its password is not the server's, running or not, and nothing is left running", async () => {
    const first = await start();
    const kept = join(dataDir, "ashlar.password");
    const password = await readFile(kept, "utf8");
    await writeFile(kept, "another");
    await expect(start()).rejects.toThrow(kept);
    expect(processIsAlive(first.pid)).toBe(true);
    await first.stop();
    await expect(start()).rejects.toThrow(kept);
    expect(await readdir(dataDir)).not.toContain("postmaster.pid");
    await writeFile(kept, password);
    await using again = await start();
    expect(again.adopted).toBe(false);
  });
});

describe("a data folder that can be made", () => {
  it("is made where there is none, and in an empty one", async () => {
    dataDir = join(folder, "not", "yet", "there");
    await (await start()).stop();
    dataDir = join(folder, "empty");
    await mkdir(dataDir);
    await using server = await start();
    expect(server.adopted).toBe(false);
  });

  it("is made again after a process was killed while making it; what that one left is removed", async () => {
    const source = JSON.stringify(join(import.meta.dirname, "../src/index.ts"));
    const script = `
      import { startEmbeddedPostgres } from ${source};
      await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    const names = (): Promise<string[]> => readdir(folder);
    await expect.poll(names, { interval: 2, timeout: 30_000 }).toHaveLength(1);
    child.kill("SIGKILL");
    await ended;
    const [left = ""] = await readdir(folder);
    expect(left).toMatch(/^data\.making-/);
    await using server = await start();
    expect(server.adopted).toBe(false);
    expect(await names()).toEqual(["data"]);
  });

  it("removes what any dead process left beside it, and nothing of a living one or of another folder", async () => {
    const ofLiving = `data.making-${process.ppid}-${await startTicks(process.ppid)}-0a0b0c0d`;
    const left = {
      "data.making-0a0b0c0d": "without a process's id",
      "data.making-4194304-1-0a0b0c0d": "of a process that is gone",
      [`data.making-${process.pid}-1-0a0b0c0d`]: "of an earlier process with the id of this one",
    };
    const kept = {
      [ofLiving]: "of a living process",
      "data2.making-0a0b0c0d": "of another folder",
      "data.md": "",
    };
    for (const name of [...Object.keys(left), ...Object.keys(kept)]) await mkdir(join(folder, name));
    await using server = await start();
    expect(server.adopted).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(["data", ...Object.keys(kept)].sort());
  });
});

describe("a postmaster.pid that names another server", () => {
  it("is removed, and the folder's own server started", async () => {
    const other = await start();
    const otherDir = dataDir;
    dataDir = join(folder, "mine");
    await (await start()).stop();
    const lines = (await readFile(join(otherDir, "postmaster.pid"), "utf8")).split("\n");
    lines[1] = dataDir;
    await writeFile(join(dataDir, "postmaster.pid"), lines.join("\n"));
    await using mine = await start();
    expect(mine).toMatchObject({ adopted: false });
    expect(mine.pid).not.toBe(other.pid);
    await other.stop();
  });
});

/** As root, permissions say nothing: the work is done as another user. */
async function asSomebody<Result>(work: () => Promise<Result>): Promise<Result> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || seteuid === undefined) return work();
  seteuid(65_534);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}

async function startTicks(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? 0);
}
