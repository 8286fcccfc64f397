import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const rootDir = join(import.meta.dirname, "../../..");

/** Lines with an error, as `file:line`; the exit code says no more than whether there are some. */
function errorsOf(project: string): Promise<string[]> {
  const tsc = join(rootDir, "node_modules/.bin/tsc");
  return new Promise((resolve) => {
    execFile(tsc, ["-p", project, "--pretty", "false"], { cwd: rootDir }, (_error, stdout) => {
      const found = stdout.matchAll(/^(?:.*\/)?([^/\s]+\.ts)\((\d+),\d+\): error/gm);
      resolve([...found].map(([, file, line]) => `${file}:${line}`));
    });
  });
}

test.each(["client", "contracts"])("a type of Node does not compile in %s, a web type does", async (name) => {
  const errors = await errorsOf(`packages/checks/tests/fixtures/browser-types/tsconfig.${name}.json`);
  expect(errors.sort()).toEqual([2, 4, 5, 6].map((line) => `node-types.ts:${line}`));
});
