import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const rootDir = join(import.meta.dirname, "../../..");

function lastLineOf(...files: string[]): Promise<string | undefined> {
  const vitest = join(rootDir, "node_modules/.bin/vitest");
  const cwd = join(import.meta.dirname, "fixtures/closing-line");
  return new Promise((resolve) => {
    execFile(vitest, ["run", ...files], { cwd }, (_error, stdout) =>
      resolve(stdout.trimEnd().split("\n").at(-1)),
    );
  });
}

test("a run ends with its count of tests", async () => {
  expect(await lastLineOf("outcomes.case.ts")).toBe("2 passed, 1 failed, 1 skipped");
});

test("a file that cannot be loaded is a failure", async () => {
  expect(await lastLineOf("broken.case.ts")).toBe("0 passed, 1 failed");
});

test("an error outside every test is a failure", async () => {
  expect(await lastLineOf("stray.case.ts")).toBe("1 passed, 1 failed");
});
