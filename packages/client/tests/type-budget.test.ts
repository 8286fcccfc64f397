import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { syntheticContract } from "./synthetic-contract.ts";

const rootDir = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

type Cost = { readonly instantiations: number; readonly checkSeconds: number };

/** Type-checks a synthetic contract of that size with one checker, so that the counts are the same everywhere. */
async function costOf(procedures: number): Promise<Cost> {
  const dir = await mkdtemp(join(tmpdir(), "ashlar-budget-"));
  try {
    for (const [file, text] of syntheticContract(procedures)) await writeFile(join(dir, file), text);
    await symlink(join(import.meta.dirname, "../node_modules"), join(dir, "node_modules"));
    await writeFile(
      join(dir, "tsconfig.json"),
      JSON.stringify({
        extends: join(rootDir, "packages/client/tsconfig.json"),
        compilerOptions: { declaration: false },
        include: [join(dir, "*.ts")],
      }),
    );
    const options = ["-p", dir, "--extendedDiagnostics", "--singleThreaded", "--pretty", "false"];
    const { stdout } = await run(join(rootDir, "node_modules/.bin/tsc"), options);
    const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
    return { instantiations: figure("Instantiations"), checkSeconds: figure("Check time") };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

// 2,023 each, 1,820 for one more, checked in 1.1 s: `vitest run packages/client/tests/type-budget`, 2026-11-20, 2 cores.
test("a contract of 500 procedures costs at most 4,000 instantiations each, and grows in a line", async () => {
  const small = await costOf(125);
  const middle = await costOf(250);
  const large = await costOf(500);
  const report = JSON.stringify({ small, middle, large });

  expect(large.instantiations / 500, report).toBeLessThanOrEqual(4_000);
  const first = (middle.instantiations - small.instantiations) / 125;
  const second = (large.instantiations - middle.instantiations) / 250;
  expect(first, report).toBeGreaterThan(0);
  expect(second / first, report).toBeLessThan(1.1);
  process.stdout.write(
    `500 procedures: ${Math.round(large.instantiations / 500)} instantiations each, ${Math.round(second)} for one more; ` +
      `checked in ${large.checkSeconds} s\n`,
  );
}, 60_000);
