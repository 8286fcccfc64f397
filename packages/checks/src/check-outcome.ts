/**
 * Counts the checks that passed from what turbo printed.
 *
 * Turbo exits with 0 when it ran nothing, for instance in a folder that it takes for no monorepo; so whatever it does
 * not call successful counts as failed.
 *
 * @param printed - Without control characters.
 * @param expected - Checks asked for.
 * @param exitCode - Turbo's; null where a signal ended it.
 */
export function checkOutcome(
  printed: string,
  expected: number,
  exitCode: number | null,
): { readonly passed: number; readonly failed: number } {
  const [, successful = "0", total = "0"] = /Tasks:\s+(\d+) successful, (\d+) total/.exec(printed) ?? [];
  const passed = Number(total) === expected ? Number(successful) : 0;
  const failed = expected - passed;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
