import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { deployed, deployedFiles, deployFolder, repository } from "./deploy-folder.ts";

const folder = resolve(deployFolder, "observability");
const ruleFiles = deployedFiles("observability", ".rules.yaml");
const promtool = (...args: string[]) => spawnSync("promtool", args, { cwd: folder, encoding: "utf8" });
/** .ci/run brings promtool; a machine without it goes without these two tests. */
const isChecked = promtool("--version").status === 0 || process.env.CI !== undefined;

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          expr: z.string(),
          annotations: z.object({ summary: z.string(), runbook: z.string() }).optional(),
        }),
      ),
    }),
  ),
});

const alerts = ruleFiles
  .flatMap((file) => Rules.parse(parse(deployed(`observability/${file}`))).groups)
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert, annotations }) => (alert === undefined ? [] : [{ alert, annotations }]));

test.skipIf(!isChecked)("promtool finds nothing wrong with the rules", () => {
  const { status, stdout, stderr } = promtool("check", "rules", "--lint-fatal", ...ruleFiles);
  expect([status, stderr], stdout).toEqual([0, ""]);
});

test.skipIf(!isChecked)(
  "every alert that the rules' own tests speak of fires when it should, and only then",
  () => {
    const { status, stdout, stderr } = promtool("test", "rules", "rules.test.yaml");
    expect(status, stdout + stderr).toBe(0);
  },
);

test("every alert leads to a runbook that there is, and the runbook names it", () => {
  expect(alerts.length).toBeGreaterThan(15);
  for (const { alert, annotations } of alerts) {
    const path = resolve(repository, annotations?.runbook ?? "nowhere");
    expect(existsSync(path), `${alert} leads to ${annotations?.runbook}`).toBe(true);
  }
});
