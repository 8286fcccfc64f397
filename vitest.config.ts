import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    allowOnly: false,
    provide: {
      isCi: process.env.CI !== undefined,
      trpcDirect: true,
      fuzzRuns: Number(process.env.FUZZ_RUNS ?? 25),
    },
    passWithNoTests: false,
    // The many processes that tests start read the sources compiled.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compile") },
    reporters: ["default", "./packages/checks/src/closing-line-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          isolate: false,
          include: ["{packages,apps}/**/src/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "system",
          include: ["{packages,apps}/**/tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", "packages/checks/**"],
          globalSetup: ["packages/testing/src/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "by tRPC's server",
          include: [
            "packages/http/tests/{trpc-calls,refusals,infinite}*.test.ts",
            "packages/backend/tests/{accounts,hostile}.rpc.test.ts",
          ],
          globalSetup: ["packages/testing/src/global-setup.ts"],
          provide: { trpcDirect: false },
        },
      },
      {
        extends: true,
        test: { name: "repository", include: ["packages/checks/tests/*.test.ts"] },
      },
    ],
  },
});
