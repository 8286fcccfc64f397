// The walls of the house: which file may import which. `packages/checks/tests/walls.test.ts` proves that each rule can fail.

const packageRoot = "^((?:packages/modules|packages(?!/modules/)|apps)/[^/]+)/";
/** Names and bounds without input or output; `contracts-never-see-server` keeps it so. */
const vocabulary = "^packages/contracts/src/vocabulary\\.ts$";
const tests = "(\\.test(-d)?\\.tsx?$|/tests/|/bench/)";
const paymentsRoot = "^apps/payments/src/index\\.ts$";
const moduleLayer = (layer) => `^packages/modules/([^/]+)/src/${layer}/`;
// A large module is cut into features. In one, rules, use cases and ports lie beside its handlers, told apart by their
// names; adapters have a folder of their own.
const feature = "(?!(?:api|application|domain|infrastructure)/)[^/]+/";
const surfaceName = "-(?:procedures|handlers|view|surface)\\.ts$";
const useCases = `(?:application/.+|${feature}(?![^/]*${surfaceName})[^/]+\\.ts$)`;
const surfaces = `(?:api/.+|${feature}[^/]*${surfaceName})`;
const adapters = "(?:infrastructure|[^/]+/infrastructure)/";
const ofModule = (part) => `^packages/modules/([^/]+)/src/${part}`;
const npm = (...names) => names.map((name) => `node_modules/${name}/`);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "domain-is-pure",
      comment:
        "A domain imports the kernel and the vocabulary of the contract: no other package, no library, no Node.",
      severity: "error",
      from: { path: moduleLayer("domain"), pathNot: tests },
      to: { pathNot: ["^packages/modules/$1/src/domain/", "^packages/kernel/src/index\\.ts$", vocabulary] },
    },
    {
      name: "application-sees-domain",
      comment:
        "Use cases import their own domain, the kernel and the vocabulary; what else they need is a port.",
      severity: "error",
      from: { path: ofModule(useCases), pathNot: tests },
      to: {
        pathNot: [
          "^packages/modules/$1/src/domain/",
          `^packages/modules/$1/src/${useCases}`,
          "^packages/kernel/src/index\\.ts$",
          vocabulary,
        ],
      },
    },
    {
      name: "infrastructure-never-sees-api",
      comment: "An adapter does not know the surface that calls it.",
      severity: "error",
      from: { path: ofModule(adapters), pathNot: tests },
      to: { path: `^packages/modules/$1/src/${surfaces}` },
    },
    {
      name: "api-never-sees-infrastructure",
      comment: "A surface does not know which adapter answers it.",
      severity: "error",
      from: { path: ofModule(surfaces), pathNot: tests },
      to: { path: `^packages/modules/$1/src/${adapters}` },
    },
    {
      name: "layers-never-see-their-index",
      comment: "A module's index looks at its layers; a layer that looks back is a cycle in waiting.",
      severity: "error",
      from: { path: ofModule("[^/]+/"), pathNot: tests },
      to: { path: "^packages/modules/$1/src/index\\.ts$" },
    },
    {
      name: "module-never-sees-module",
      comment: "Modules meet through the contract and events, never by import.",
      severity: "error",
      from: { path: "^packages/modules/([^/]+)/" },
      to: { path: "^packages/modules/", pathNot: "^packages/modules/$1/" },
    },
    {
      name: "only-backend-sees-modules",
      comment:
        "The composition root is the one place that knows the modules; benches measure parts by themselves.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^(packages/(backend|modules)|apps/bench)/" },
      to: { path: "^packages/modules/" },
    },
    {
      name: "contracts-never-see-server",
      comment: "The contract is data for every client: zod, and nothing of ours.",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: tests },
      to: { pathNot: ["^packages/contracts/src/", ...npm("zod", "@trpc/server")] },
    },
    {
      name: "contracts-take-only-types-of-trpc",
      comment: "No line of @trpc/server reaches a browser through the contract.",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: tests },
      to: { path: npm("@trpc/server"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "client-never-sees-server",
      comment:
        "The client runs in browsers: the contract and its transport, nothing of the server, not even a type.",
      severity: "error",
      from: { path: "^packages/client/src/", pathNot: tests },
      to: {
        pathNot: [
          "^packages/client/src/",
          "^packages/contracts/src/index\\.ts$",
          ...npm("@trpc/client", "@trpc/server", "superjson"),
        ],
      },
    },
    {
      name: "kernel-stands-alone",
      comment: "The kernel is under everything: it imports Node at most.",
      severity: "error",
      from: { path: "^packages/kernel/src/", pathNot: tests },
      to: { pathNot: "^packages/kernel/src/", dependencyTypesNot: ["core"] },
    },
    {
      name: "packages-never-see-apps",
      comment: "An app is a leaf: nothing imports one.",
      severity: "error",
      from: { path: packageRoot },
      to: { path: "^apps/", pathNot: ["^$1/", paymentsRoot] },
    },
    {
      name: "payments-is-called-over-the-network",
      comment: "The development command and tests start the payment sandbox; nothing else knows its code.",
      severity: "error",
      from: { path: packageRoot, pathNot: [tests, "^apps/(payments|server)/"] },
      to: { path: paymentsRoot },
    },
    {
      name: "only-apps-see-backend",
      comment: "The composition root is started by apps and tests.",
      severity: "error",
      from: { path: "^packages/", pathNot: [tests, "^packages/(backend|testing|cli)/"] },
      to: { path: "^packages/backend/" },
    },
    {
      name: "source-never-sees-tests",
      comment: "What ships does not import test code.",
      severity: "error",
      from: { path: "^(packages|apps)/.+/src/", pathNot: [tests, "^packages/testing/", "^apps/faults/"] },
      to: { path: [tests, "^packages/testing/"], pathNot: "node_modules/" },
    },
    {
      name: "packages-meet-at-the-root",
      comment: "Another package is its index.ts; its other files are its own business.",
      severity: "error",
      from: { path: packageRoot },
      to: {
        path: "^(packages|apps)/",
        pathNot: ["^$1/", "^(packages/modules|packages|apps)/[^/]+/src/index\\.ts$", vocabulary],
      },
    },
    {
      name: "packages-are-imported-by-name",
      comment: "A relative path into another package goes round its package.json.",
      severity: "error",
      from: { path: packageRoot },
      to: { path: "^(packages|apps)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "imports-resolve",
      comment:
        "Not found: misspelt, missing from the package's package.json, or not exported at the other's root.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-cycles",
      comment: "Files that import each other cannot be read, tested or moved alone.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|fixtures|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"],
    },
  },
};
