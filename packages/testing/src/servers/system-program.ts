import { execFileSync } from "node:child_process";

/** Where a program of the system is; null where it is not installed. */
export function systemProgram(name: string): string | null {
  // Servers lie where the path of people often does not lead.
  const lookup = 'PATH="$PATH:/usr/local/sbin:/usr/sbin"; command -v "$0"';
  try {
    return execFileSync("sh", ["-c", lookup, name], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
