import { readFileSync } from "node:fs";

/**
 * Tells whether a process with this id runs, whoever owns it.
 *
 * A process that ended and that nobody waited for (a container's first process rarely does) does not run.
 */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return processState(pid) !== "Z";
}

/** The name of a process's program, where the system tells. */
export const programOf = (pid: number): string | undefined => {
  const text = processFacts(pid);
  return text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")) || undefined;
};

const processState = (pid: number): string => {
  const text = processFacts(pid);
  return text.charAt(text.lastIndexOf(")") + 2);
};

function processFacts(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}
