import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

export type Check = { readonly name: string; readonly command: string };
export type CheckResult = Check & {
  readonly isPassed: boolean;
  readonly output: string;
  readonly tookMs: number;
};

/**
 * Runs one command with the repository's own tools first on the path.
 *
 * Resolves whatever happens: a command that cannot start, or dies by a signal, is a failed check with the reason in
 * its output.
 *
 * @param rootDir - Absolute; the command's working folder.
 */
export function runCheck(rootDir: string, check: Check): Promise<CheckResult> {
  const startedMs = performance.now();
  const path = [join(rootDir, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const child = spawn(check.command, {
    cwd: rootDir,
    env: { ...process.env, PATH: path },
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  return new Promise((resolve) => {
    const settle = (isPassed: boolean, reason = ""): void =>
      resolve({
        ...check,
        isPassed,
        output: `${chunks.join("")}${reason}`,
        tookMs: performance.now() - startedMs,
      });
    child.on("error", (error) => settle(false, String(error)));
    child.on("close", (code, signal) => settle(code === 0, signal === null ? "" : `ended by ${signal}\n`));
  });
}
