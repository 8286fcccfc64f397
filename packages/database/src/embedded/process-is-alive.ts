import { readFileSync, readlinkSync } from "node:fs";

/**
 * Whether a process with this id runs, whoever owns it.
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

/** When the process started, in ticks since the machine did; 0 where the system does not tell. */
export const startOf = (pid: number): number => {
  const text = processFacts(pid);
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? 0);
};

/** The folder in which the process works, which for a PostgreSQL server is its data folder; null where that is not told. */
export const workingFolderOf = (pid: number): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
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
