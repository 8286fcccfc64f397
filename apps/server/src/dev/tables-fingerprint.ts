import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./sources.ts";

const patterns = ["{packages,packages/modules}/*/src/infrastructure/tables.ts", "drizzle/**/*.{sql,json}"];

/** The SHA-256 of all tables and migrations, in hex. */
export async function tablesFingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await Array.fromAsync(glob(patterns, { cwd: root })).then((paths) => paths.sort())) {
    hash.update(path).update(await readFile(join(root, path)));
  }
  return hash.digest("hex");
}
