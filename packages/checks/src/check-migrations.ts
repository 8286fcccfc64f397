import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMigrations, unsafeStatements } from "@ashlar/database";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";

const rootDir = join(import.meta.dirname, "../../..");
const folder = join(rootDir, "drizzle");
type Snapshot = ReturnType<typeof generateDrizzleJson>;

const findings: string[] = [];
const migrations = await readMigrations(folder);
for (const { tag, reason, statement } of unsafeStatements(migrations)) {
  findings.push(`${tag}: ${reason}\n    ${statement}`);
}
const missing = await missingStatements();
if (missing.length > 0) {
  findings.push(
    `Tables and migrations differ; run \`pnpm migrations\`. Missing:\n    ${missing.join("\n    ")}`,
  );
}
for (const finding of findings) console.error(finding);
console.log(`${migrations.length} migrations, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

/** What the tables of the modules need beyond the last migration. */
async function missingStatements(): Promise<string[]> {
  const tables: Record<string, unknown> = {};
  for await (const file of glob("packages/**/src/infrastructure/tables.ts", {
    cwd: rootDir,
    exclude: ["**/node_modules"],
  })) {
    // Sound: a module namespace is an object.
    const exported = (await import(join(rootDir, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) tables[`${file} ${name}`] = value;
  }
  const current = generateDrizzleJson(tables, undefined, undefined, "snake_case");
  return generateMigration(await lastSnapshot(), current).catch((error: unknown) => [
    // It asks at the terminal whether something was renamed; either way a migration is missing.
    `a rename or another change that needs an answer (${error instanceof Error ? error.message : String(error)})`,
  ]);
}

async function lastSnapshot(): Promise<Snapshot> {
  const last = String(Math.max(0, migrations.length - 1)).padStart(4, "0");
  const text = await readFile(join(folder, "meta", `${last}_snapshot.json`), "utf8").catch(() => null);
  // Sound: drizzle-kit writes this file.
  return text === null ? generateDrizzleJson({}) : (JSON.parse(text) as Snapshot);
}
