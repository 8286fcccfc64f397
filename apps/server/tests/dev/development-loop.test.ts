import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { eventually, freePort } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DevProcess, startDev } from "./dev-process.ts";
import { type WorkingCopy, workingCopy } from "./working-copy.ts";

const run = promisify(execFile);
const tables = "packages/modules/posts/src/infrastructure/tables.ts";
const columns = "packages/modules/posts/src/infrastructure/post-columns.ts";
const handler = "packages/modules/posts/src/index.ts";
const listening = /"url":"(http[^"]+)"/;

type Journal = { readonly entries: readonly { readonly idx: number; readonly tag: string }[] };

const lastOf = (entries: Journal["entries"]) => {
  const { idx = -1, tag = "" } = entries.at(-1) ?? {};
  return { idx, tag, number: tag.slice(0, 4) };
};

describe("the development command", { timeout: 900_000 }, () => {
  const disposal = new AsyncDisposableStack();
  let copy: WorkingCopy;
  let dev: DevProcess;
  let url: string;
  /** Every answer of a reader that asks all the time: its status, and that of readiness asked just before. */
  const answers: (readonly [ready: number, read: number])[] = [];

  beforeAll(async () => {
    copy = disposal.use(await workingCopy());
    dev = disposal.use(startDev(copy.folder, { PORT: String(await freePort()) }));
    url = await dev.prints(listening);
    const reader = new AbortController();
    const reading = readAllTheTime(reader.signal);
    disposal.defer(async () => {
      reader.abort();
      await reading;
    });
  }, 400_000);
  afterAll(() => disposal.disposeAsync());

  const statusOf = (path: string): Promise<number> =>
    fetch(`${url}${path}`).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
  const readAllTheTime = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      answers.push([await statusOf("/health/ready"), await statusOf("/api/v1/posts")]);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const generate = (name: string) =>
    run(
      process.execPath,
      [join(copy.folder, "node_modules/drizzle-kit/bin.cjs"), "generate", "--name", name],
      {
        cwd: copy.folder,
      },
    );
  const journalFile = (): string => join(copy.folder, "drizzle/meta/_journal.json");
  const journal = async (): Promise<Journal> => JSON.parse(await readFile(journalFile(), "utf8"));
  const save = () => copy.edit(handler, "export", "/* saved */ export");
  const reads = () => eventually(async () => (await statusOf("/api/v1/posts")) === 200, 300_000);

  test("serves on without a column that no migration has, then applies its migration and shows it", async () => {
    await copy.edit(
      tables,
      "    title: text().notNull(),",
      "    title: text().notNull(),\n    subtitle: text(),",
    );
    await copy.edit(columns, "  title: posts.title,", "  title: posts.title,\n  subtitle: posts.subtitle,");
    await dev.prints("run `pnpm migrations`");
    await dev.prints("The server of before serves on");
    expect(await statusOf("/api/v1/posts")).toBe(200);

    await generate("subtitles");
    await dev.prints('ALTER TABLE "posts" ADD COLUMN "subtitle" text;');
    await dev.prints(listening);
    await save();
    await dev.prints("index.ts changed");
    await dev.prints(listening);
    expect(await reads()).toBe(true);
  });

  test("leaves the database and the server as they were for an unsafe migration, and the next save recovers", async () => {
    const added = "    subtitle: text(),";
    await copy.edit(tables, added, `${added}\n    rank: text().notNull(),`);
    await generate("ranks");
    await dev.prints("adds a NOT NULL column without a default");
    await dev.prints("The server of before serves on");
    expect(await statusOf("/api/v1/posts")).toBe(200);
    const { tag, number } = lastOf((await journal()).entries);
    await copy.edit(`drizzle/${tag}.sql`, "text NOT NULL", "text DEFAULT 'none' NOT NULL");
    await copy.edit(tables, "rank: text().notNull()", 'rank: text().default("none").notNull()');
    await copy.edit(
      `drizzle/meta/${number}_snapshot.json`,
      '"name": "rank",',
      '"name": "rank", "default": "\'none\'",',
    );
    await dev.prints(listening);
    expect(await reads()).toBe(true);
  });

  test("leaves the database and the server as they were for a migration that fails, and the next save recovers", async () => {
    const { entries, ...rest } = await journal();
    const last = lastOf(entries);
    const idx = last.idx + 1;
    const number = String(idx).padStart(4, "0");
    const tag = `${number}_broken`;
    const snapshot = await readFile(join(copy.folder, `drizzle/meta/${last.number}_snapshot.json`));
    await writeFile(join(copy.folder, `drizzle/meta/${number}_snapshot.json`), snapshot);
    await writeFile(
      join(copy.folder, `drizzle/${tag}.sql`),
      "create table kept (id int);\n--> statement-breakpoint\nselect 1 / 0;",
    );
    await writeFile(
      journalFile(),
      JSON.stringify({ ...rest, entries: [...entries, { ...entries.at(-1), idx, tag }] }),
    );
    await dev.prints(`${tag} was not applied`);
    await dev.prints("The server of before serves on");
    expect(await statusOf("/api/v1/posts")).toBe(200);
    await copy.edit(`drizzle/${tag}.sql`, "1 / 0", "1 / 1");
    await dev.prints(listening);
    expect(await reads()).toBe(true);
  });

  test("`pnpm migrate` finds its database, and finds it up to date", async () => {
    const { stdout } = await run(process.execPath, ["apps/server/src/migrate.ts"], { cwd: copy.folder });
    expect(stdout).toBe("The database is at this release.\n");
  });

  test("waits for the next save when the sources do not run", async () => {
    await copy.edit(handler, "/* saved */", "/* broken */ }");
    await dev.prints("the next save starts it again");
    await copy.edit(handler, "/* broken */ }", "");
    await dev.prints(listening);
    expect(await reads()).toBe(true);
  });

  test("starts its PostgreSQL again after it died, and says so", async () => {
    const pid = Number.parseInt(
      await readFile(join(copy.folder, ".data/postgres/postmaster.pid"), "utf8"),
      10,
    );
    process.kill(pid, "SIGKILL");
    await dev.prints("PostgreSQL ended; starting it again.");
    await dev.prints("PostgreSQL runs again.");
    expect(await reads()).toBe(true);
  });

  test("never was ready and answered a read with a 500", () => {
    expect(answers.filter(([, read]) => read === 200).length).toBeGreaterThan(0);
    expect(answers.filter(([ready, read]) => ready === 200 && read === 500)).toEqual([]);
  });

  test.each(["PORT", "METRICS_PORT"])("ends with 1 and a sentence when %s is taken", async (name) => {
    const port = await freePort();
    const occupant = createServer().listen(port, "127.0.0.1");
    await once(occupant, "listening");
    await using other = startDev(copy.folder, { [name]: String(port), DATA_DIR: ".data-other" });
    expect(await other.exited).toBe(1);
    expect(other.printed()).toBe(
      `${name} ${port} is in use on 127.0.0.1; stop what listens there or set ${name}.\n`,
    );
    occupant.close();
  });
});
