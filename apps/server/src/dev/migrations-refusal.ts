import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./sources.ts";

/**
 * Runs the check of the migrations on the sources as they are now: do the tables need a statement that no migration has,
 * and does a migration hold an unsafe one?
 *
 * In a process of its own, as this one has loaded the tables of its start. About two seconds.
 *
 * @returns What is wrong and what to do, or null.
 */
export async function migrationsRefusal(): Promise<string | null> {
  const check = spawn(process.execPath, [join(root, "packages/checks/src/check-migrations.ts")], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const chunks: string[] = [];
  check.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  const code = await new Promise<number | null>((done) => {
    check.once("error", (error) => {
      chunks.push(error.message);
      done(null);
    });
    check.once("close", done);
  });
  return code === 0 ? null : chunks.join("").trim() || "The migrations cannot be checked.";
}
