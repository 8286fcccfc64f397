import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

const run = promisify(execFile);
const modules = join(import.meta.dirname, "../node_modules");
const root = join(import.meta.dirname, "../../..");

/** What a client's author writes; everything in it is typed by the generated `paths`. */
const program = `
import createClient from "openapi-fetch";
import type { paths } from "./api.ts";

const baseUrl = process.argv[2] + "/api/v1";
const api = createClient<paths, "application/json">({ baseUrl, headers: { authorization: "Bearer writer" } });

const list = await api.GET("/books", {
  params: { query: { limit: 2, sort: "title", filter: { status: "lent" }, include: ["author"] } },
});
const names: (string | undefined)[] = list.data?.data.map((book) => book.author?.name) ?? [];
const next: string | null | undefined = list.data?.links.next;

const created = await api.POST("/books", { body: { title: "Dune", pages: 600 } });
const addedAt: string | undefined = created.data?.data.addedAt;

const missing = await api.GET("/books/{id}", { params: { path: { id: "none" } } });
const refusal = missing.error?.error;
const bookId = refusal?.code === "BOOK_NOT_FOUND" ? refusal.data.bookId : undefined;

const wrong = await api.POST("/books", { body: { title: "", pages: 0 } });
const failure = wrong.error?.error;
const fields = failure?.code === "VALIDATION_FAILED" ? failure.details.map(({ field }) => field) : [];

const removed = await api.DELETE("/books/{id}", { params: { path: { id: "1" } } });
console.log(JSON.stringify({ names, next, addedAt, bookId, fields, removed: removed.response.status }));
`;

const mistakes: readonly [string, string][] = [
  ["a field of the wrong type", 'await api.POST("/books", { body: { title: "a", pages: "1" } });'],
  ["a sort that no index serves", 'await api.GET("/books", { params: { query: { sort: "pages" } } });'],
  ["a missing path parameter", 'await api.GET("/books/{id}", {});'],
  ["a path that is not there", 'await api.GET("/nowhere", {});'],
];

let api: ServedApi;
let folder: string;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
  folder = await mkdtemp(join(tmpdir(), "ashlar-generated-"));
  await symlink(modules, join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "program.ts"), program);
  for (const [index, [, line]] of mistakes.entries()) {
    await writeFile(join(folder, `mistake-${index}.ts`), `${program}\n${line}\n`);
  }
  const args = [`${api.origin}/openapi.json`, "--output", join(folder, "api.ts")];
  await run(join(modules, ".bin/openapi-typescript"), args);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await api[Symbol.asyncDispose]();
});

async function typeErrors(file: string): Promise<string> {
  const options =
    "--strict --noEmit --target esnext --module nodenext --allowImportingTsExtensions --types node";
  const typeRoots = join(root, "node_modules/@types");
  const args = [...options.split(" "), "--typeRoots", typeRoots, file];
  const { stdout } = await run(join(root, "node_modules/.bin/tsc"), args, { cwd: folder }).catch(
    (error) => error,
  );
  return stdout;
}

test("a client generated from the document compiles, and works against the server", {
  timeout: 60_000,
}, async () => {
  expect(await typeErrors("program.ts")).toBe("");
  const { stdout } = await run(process.execPath, ["program.ts", api.origin], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({
    names: ["Ann", "Ann"],
    next: expect.stringContaining("cursor="),
    addedAt: "2026-01-02T03:04:05.678Z",
    bookId: "none",
    fields: ["title", "pages"],
    removed: 204,
  });
});

test.each(mistakes.map(([mistake], index) => ({ mistake, index })))(
  "does not compile with $mistake",
  { timeout: 60_000 },
  async ({ index }) => {
    const found = (await typeErrors(`mistake-${index}.ts`))
      .split("\n")
      .filter((line) => /error TS/.test(line));
    const lastLine = `${program}\n`.split("\n").length;
    expect(found).toEqual([expect.stringContaining(`mistake-${index}.ts(${lastLine},`)]);
  },
);
