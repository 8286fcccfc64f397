import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const rootDir = join(import.meta.dirname, "../../..");

test("every example of the guide compiles as it stands", async () => {
  const guide = await readFile(join(rootDir, "docs/guides/client.md"), "utf8");
  const examples = [...guide.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)];
  expect(examples.length).toBeGreaterThanOrEqual(5);

  const dir = await mkdtemp(join(tmpdir(), "ashlar-guide-"));
  try {
    for (const [index, [, extension, text]] of examples.entries()) {
      await writeFile(join(dir, `example-${index + 1}.${extension}`), text ?? "");
    }
    await symlink(join(import.meta.dirname, "../node_modules"), join(dir, "node_modules"));
    await writeFile(join(dir, "package.json"), '{ "type": "module" }');
    const paths = { "@ashlar/client": [join(rootDir, "packages/client/src/index.ts")] };
    const project = {
      extends: join(rootDir, "packages/client/tsconfig.json"),
      compilerOptions: { paths },
      include: [join(dir, "*")],
    };
    await writeFile(join(dir, "tsconfig.json"), JSON.stringify(project));
    const output = await new Promise<string>((resolve) => {
      const tsc = join(rootDir, "node_modules/.bin/tsc");
      execFile(tsc, ["-p", dir, "--pretty", "false"], { cwd: dir }, (_error, stdout) => resolve(stdout));
    });
    expect(output).toBe("");
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
