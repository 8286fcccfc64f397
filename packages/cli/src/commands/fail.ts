/** Ends the command as failed and says why, on standard error. */
export function fail(...lines: readonly string[]): void {
  for (const line of lines) console.error(line);
  process.exitCode = 1;
}
