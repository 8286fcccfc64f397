import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { startPayments } from "@ashlar/payments";
import { silentLog, testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { repository } from "../deploy/deploy-folder.ts";

const read = (path: string): string => readFileSync(resolve(repository, path), "utf8");
const text = read("docs/security/data.md");

const classes = ["public", "internal", "personal", "credential"];
const quoted = (cell: string): string[] => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name = ""]) => name);

/** Of each table its name, a cell for each class, and how long it is kept. */
const [, listed = ""] = /## Tables\n([\s\S]+?)\n## /.exec(text) ?? [];
const rows = listed
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").slice(1, -1));
const classified = rows.flatMap(([table = "", ...cells]) =>
  classes.flatMap((name, index) =>
    quoted(cells[index] ?? "").map((column) => ({ class: name, column: `${quoted(table)[0]}.${column}` })),
  ),
);

test("every column of the database has one class, and every column that has one is there", async () => {
  await using database = await testDatabase();
  const payments = { databaseUrl: database.url, token: "x".repeat(16), log: silentLog };
  await using _ = await startPayments(payments);
  const columns = await database.sql<{ name: string }[]>`
    select concat_ws('.', nullif(table_schema, 'public'), table_name, column_name) as name
    from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') and table_name <> '__drizzle_migrations'`;
  expect(columns.length).toBeGreaterThan(200);
  const advice = "Give each new column a class in docs/security/data.md, and take out what is gone.";
  const named = classified.map(({ column }) => column);
  expect(named.sort(), advice).toEqual(columns.map(({ name }) => name).sort());
});

test("a credential is a hash or sealed, or stands among the exceptions", () => {
  const credentials = classified.filter((one) => one.class === "credential").map(({ column }) => column);
  const items = text.match(/^- .*(\n {2}.*)*/gm) ?? [];
  const exceptions = items.flatMap(quoted).filter((name) => name.includes("."));
  const plain = credentials.filter((column) => !/_hash$|[._]sealed_/.test(column));
  expect(plain.length).toBeLessThan(credentials.length / 2);
  const advice =
    "Keep a hash or a sealed value, or name the exception with its reason in docs/security/data.md.";
  expect(exceptions.sort(), advice).toEqual(plain.sort());
});

test("the jobs and settings that end a row are there", () => {
  const kept = rows.flatMap((cells) => quoted(cells.at(-1) ?? ""));
  const sources = globSync("packages/**/src/**/*.ts", { cwd: repository }).map(read).join("\n");
  const environment = read(".env.example");
  expect(kept.length).toBeGreaterThan(10);
  const missing = kept.filter((name) =>
    name.includes(".") ? !sources.includes(`name: "${name}"`) : !environment.includes(`${name}=`),
  );
  expect(missing).toEqual([]);
});
