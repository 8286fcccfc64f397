import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { expect, test } from "vitest";
import journal from "../drizzle/meta/_journal.json" with { type: "json" };
import * as tables from "../src/infrastructure/tables.ts";

test("the migrations make exactly the tables that the code has", async () => {
  const last = String(journal.entries.length - 1).padStart(4, "0");
  const file = join(import.meta.dirname, "..", "drizzle", "meta", `${last}_snapshot.json`);
  // Sound: drizzle-kit writes this file.
  const snapshot = JSON.parse(await readFile(file, "utf8")) as ReturnType<typeof generateDrizzleJson>;
  const current = generateDrizzleJson(tables, undefined, undefined, "snake_case");
  expect(await generateMigration(snapshot, current)).toEqual([]);
});
