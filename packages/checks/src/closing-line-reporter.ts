import type { Reporter, TestModule } from "vitest/node";

type Outcome = { readonly passed: number; readonly failed: number; readonly skipped: number };

/**
 * Says which files took longest, and ends a test run with one plain line, `N passed, N failed` (`, N skipped` when there are some), for people and scripts.
 *
 * Counts tests. A file that fails before its tests exist, or an error outside every test, counts as one failure, so
 * the line never says `0 failed` for a run that exits non-zero.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const { passed, failed, skipped } = outcomeOf(testModules);
    const counts = [`${passed} passed`, `${failed + unhandledErrors.length} failed`];
    process.stdout.write(slowestFiles(testModules));
    if (skipped > 0) counts.push(`${skipped} skipped`);
    process.stdout.write(`${counts.join(", ")}\n`);
  }
}

const shownFiles = 12;

/** The files that took longest, in seconds; nothing for a run of few files. */
function slowestFiles(testModules: readonly TestModule[]): string {
  if (testModules.length <= shownFiles) return "";
  const files = testModules
    .map((testModule) => {
      const { duration, collectDuration, setupDuration } = testModule.diagnostic();
      return {
        path: testModule.relativeModuleId,
        seconds: (duration + collectDuration + setupDuration) / 1_000,
      };
    })
    .sort((one, other) => other.seconds - one.seconds);
  const lines = files
    .slice(0, shownFiles)
    .map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)}  ${path}`);
  return `Slowest files, in seconds:\n${lines.join("\n")}\n`;
}

function outcomeOf(testModules: readonly TestModule[]): Outcome {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const testModule of testModules) {
    const failedBefore = failed;
    for (const test of testModule.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "skipped") skipped += 1;
      else failed += 1;
    }
    if (testModule.state() === "failed" && failed === failedBefore) failed += 1;
  }
  return { passed, failed, skipped };
}
