import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export type Violation = { readonly rule: string; readonly from: string; readonly to: string };
export type Cruise = {
  readonly moduleCount: number;
  readonly ruleNames: readonly string[];
  readonly violations: readonly Violation[];
};

type Report = {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
};

const repositoryDir = join(import.meta.dirname, "../../..");
const outputLimitBytes = 256 * 1024 * 1024;

/**
 * Checks the imports of a source tree against `.dependency-cruiser.mjs`.
 *
 * `moduleCount` counts the tree's own TypeScript files that were parsed; a caller has to compare it with what it
 * expects, since a cruiser without a TypeScript parser sees none and reports no violation.
 *
 * @param rootDir - Absolute; has `packages` and a `tsconfig.json`, and `apps` if it likes.
 */
export async function cruiseWalls(rootDir: string): Promise<Cruise> {
  const folders = ["packages", "apps"].filter((folder) => existsSync(join(rootDir, folder)));
  const config = join(repositoryDir, ".dependency-cruiser.mjs");
  const { modules, summary }: Report = JSON.parse(
    await depcruise(rootDir, ["--config", config, "--output-type", "json", ...folders]),
  );
  return {
    moduleCount: modules.filter(({ source }) => /^(packages|apps)\/.+\.tsx?$/.test(source)).length,
    ruleNames: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** The exit code is the number of violations, so only a run without a report is a failure. */
function depcruise(cwd: string, args: readonly string[]): Promise<string> {
  const command = join(repositoryDir, "node_modules/.bin/depcruise");
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: outputLimitBytes }, (error, stdout, stderr) => {
      if (stdout.startsWith("{")) resolve(stdout);
      else reject(new Error(`depcruise gave no report: ${stderr || stdout}`, { cause: error }));
    });
  });
}
