type Applies = { readonly name: string; readonly appliesTo: (file: string) => boolean };

/** A rule about the text of a file that neither the types nor the linter can see. */
export type SourceRule = Applies & ({ readonly forbidden: RegExp } | { readonly maxLines: number });

const isShipped = (file: string) => /^(packages|apps)\/.+\/src\//.test(file);
const isTest = (file: string) => /\.(test|test-d|e2e)\.tsx?$|^tests\/|\/tests\//.test(file);
// packed.test.ts compiles a project that it writes itself; the errors it expects are in that project.
const isTypeTest = (file: string) => /\.test-d\.ts$|\/packed\.test\.ts$/.test(file);
const isEnvironment = (file: string): boolean => /^(apps\/[^/]+|packages\/cli)\/src\/env\.ts$/.test(file);
const isToolConfig = (file: string) => /(^|\/)[^/]+\.config\.ts$|\.mjs$/.test(file);
const isCalledByVitest = (file: string) =>
  /\/global-setup\.ts$|^packages\/checks\/src\/.+-reporter\.ts$/.test(file);
const isLongByNature = (file: string) => /^packages\/contracts\/|\/tables\.ts$/.test(file);
// This file and its test spell out what they forbid.
const namesTheRules = (file: string) =>
  file === "packages/checks/src/source-rules.ts" || file === "packages/checks/tests/source-rules.test.ts";

export const sourceRules: readonly SourceRule[] = [
  {
    name: "environment-in-env-ts",
    appliesTo: (file) => isShipped(file) && !isTest(file) && !isEnvironment(file),
    forbidden:
      /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[|\bimport\.meta\.env\b|\benv\b.*(from "(node:)?process"|=\s*process\b)/,
  },
  {
    name: "no-suppression",
    appliesTo: (file) => !namesTheRules(file),
    forbidden: /@ts-(ignore|nocheck)\b|\b(biome|eslint|oxlint|v8|istanbul)-?\s?(ignore|disable)\b/,
  },
  {
    name: "expected-errors-in-type-tests",
    appliesTo: (file) => !isTypeTest(file) && !namesTheRules(file),
    forbidden: /@ts-expect-error\b/,
  },
  {
    name: "no-module-mocks",
    appliesTo: (file) => !namesTheRules(file),
    forbidden: /\bvi\.(mock|doMock|hoisted)\(/,
  },
  {
    // Words of translations, for which English has plainer ones: again, transient, counts as, continues, whether.
    name: "plain-english",
    appliesTo: (file) => /\.(tsx?|md)$/.test(file) && !namesTheRules(file),
    forbidden: /\b(anew|in passing|as good as|goes on|tells whether)\b/i,
  },
  {
    name: "no-default-export",
    appliesTo: (file) => !isToolConfig(file) && !isCalledByVitest(file) && !namesTheRules(file),
    forbidden: /^export default\b/,
  },
  {
    name: "index-at-the-root-only",
    appliesTo: (file) =>
      /\/index\.tsx?$/.test(file) && !/^(packages(\/modules)?|apps)\/[^/]+\/src\/index\.tsx?$/.test(file),
    maxLines: 0,
  },
  {
    name: "no-drawer-names",
    appliesTo: (file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(file),
    maxLines: 0,
  },
  {
    name: "at-most-400-lines",
    appliesTo: (file) => isTest(file) || isLongByNature(file),
    maxLines: 400,
  },
  {
    name: "at-most-300-lines",
    appliesTo: (file) => !isTest(file) && !isLongByNature(file),
    maxLines: 300,
  },
];
