import { expect, test } from "vitest";
import { sourceFindings } from "../src/source-findings.ts";
import { sourceRules } from "../src/source-rules.ts";

const lines = (count: number): string => "//\n".repeat(count);

/** Rule, file, text: each breaks exactly that rule. */
const breaches: readonly (readonly [rule: string, file: string, text: string])[] = [
  ["environment-in-env-ts", "packages/http/src/a.ts", "const port = process.env.PORT;\n"],
  ["environment-in-env-ts", "packages/testing/src/a.ts", "const port = process?.env.PORT;\n"],
  ["environment-in-env-ts", "apps/server/src/main.ts", 'const port = process["env"].PORT;\n'],
  ["environment-in-env-ts", "apps/server/src/deep/env.ts", "const { env } = process;\n"],
  ["environment-in-env-ts", "apps/console/src/a.tsx", "const url = import.meta.env.URL;\n"],
  ["environment-in-env-ts", "packages/http/src/b.ts", 'import { env } from "node:process";\n'],
  ["no-suppression", "packages/http/src/a.ts", "// @ts-ignore\n"],
  ["no-suppression", "packages/http/src/a.test.ts", "// biome-ignore lint/style/noVar: no reason\n"],
  ["no-suppression", "packages/checks/src/a.ts", "// @ts-nocheck\n"],
  ["expected-errors-in-type-tests", "packages/http/src/a.test.ts", "// @ts-expect-error\n"],
  ["no-module-mocks", "packages/http/tests/a.test.ts", 'vi.mock("./a.ts");\n'],
  ["no-default-export", "packages/http/src/a.ts", "export default 1;\n"],
  ["index-at-the-root-only", "packages/modules/posts/src/domain/index.ts", "export const a = 1;\n"],
  ["no-drawer-names", "packages/http/src/utils.ts", "export const a = 1;\n"],
  ["no-drawer-names", "packages/http/src/helpers/a.ts", "export const a = 1;\n"],
  ["at-most-300-lines", "packages/http/src/a.ts", lines(301)],
  ["plain-english", "packages/http/src/c.ts", "/** Begins anew. */\n"],
  ["plain-english", "docs/guides/a.md", "The stream goes on.\n"],
  ["at-most-400-lines", "packages/http/src/a.test.ts", lines(401)],
  ["at-most-400-lines", "packages/contracts/src/a.ts", lines(401)],
  ["at-most-400-lines", "packages/modules/posts/src/infrastructure/tables.ts", lines(401)],
];

const lawful: readonly (readonly [file: string, text: string])[] = [
  ["apps/server/src/env.ts", "export const port = process.env.PORT;\n"],
  ["packages/cli/src/env.ts", "export const url = process.env.ASHLAR_URL;\n"],
  ["packages/http/tests/a.test.ts", "const port = process.env.PORT;\n"],
  ["packages/http/src/a.test-d.ts", "// @ts-expect-error: a stranger has no actor\n"],
  ["packages/client/tests/packed.test.ts", "// @ts-expect-error: not sortable by that\n"],
  ["packages/modules/posts/src/index.ts", "export const a = 1;\n"],
  ["packages/testing/src/global-setup.ts", "export default function setup() {}\n"],
  ["vitest.config.ts", "export default {};\n"],
  ["packages/http/src/a.ts", lines(300)],
  ["packages/http/tests/a.fault.test.ts", lines(400)],
  ["packages/modules/posts/src/infrastructure/tables.ts", lines(400)],
];

test.each(breaches)("%s refuses %s", (rule, file, text) => {
  expect(sourceFindings(file, text).map((finding) => finding.rule)).toEqual([rule]);
});

test.each(lawful)("nothing is said of %s", (file, text) => {
  expect(sourceFindings(file, text)).toEqual([]);
});

test("every rule about text has a breach that proves it", () => {
  const proved = new Set(breaches.map(([rule]) => rule));
  expect(sourceRules.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
});

test("a finding names the line", () => {
  expect(sourceFindings("packages/http/src/a.ts", "const a = 1;\n// @ts-ignore\n")).toEqual([
    { rule: "no-suppression", file: "packages/http/src/a.ts", line: 2 },
  ]);
});
