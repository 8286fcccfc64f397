import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import packageJson from "../../../../package.json" with { type: "json" };
import { repository } from "./deploy-folder.ts";

const folder = resolve(repository, ".github/workflows");
const Step = z.union([
  // By the digest of a commit: a tag can be moved to other code.
  z.strictObject({
    uses: z.string().regex(/^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/),
    with: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({ run: z.string() }),
]);
/** May read the repository and no more, and ends by itself. */
const Workflow = z.object({
  permissions: z.strictObject({ contents: z.literal("read") }),
  jobs: z.record(z.string(), z.object({ "timeout-minutes": z.int(), steps: z.array(Step).min(1) })),
});
const ownCommands = ["install", "audit"];

test.each(readdirSync(folder))(
  "workflow %s is read-only, bounded and runs commands that there are",
  (file) => {
    const { jobs } = Workflow.parse(parse(readFileSync(resolve(folder, file), "utf8")));
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const commands = steps.flatMap((step) => ("run" in step ? [step.run] : []));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [, script] = /^npx --yes pnpm@12 (?:--silent )?(\S+)/.exec(command) ?? [];
      const isThere =
        script === undefined
          ? existsSync(resolve(repository, command))
          : script in packageJson.scripts || ownCommands.includes(script);
      expect(isThere, command).toBe(true);
    }
    for (const step of steps)
      if ("uses" in step && step.uses.startsWith("actions/checkout@"))
        expect(step.with).toEqual({ "persist-credentials": false });
  },
);
