import { existsSync, readFileSync } from "node:fs";
import { ContractLock } from "@ashlar/contract-lock";

/** The lock as it was last accepted, or why there is none to compare with. */
export type CommittedLock =
  | { readonly state: "read"; readonly lock: ContractLock; readonly text: string }
  | { readonly state: "missing" | "unreadable"; readonly problem: string };

/** Reads the committed lock. One with conflict marks, or of another program, is unreadable and left alone. */
export function committedLock(path: string): CommittedLock {
  if (!existsSync(path)) {
    const problem = `There is no ${path}. Write it with \`pnpm contract accept\` and commit it.`;
    return { state: "missing", problem };
  }
  const text = readFileSync(path, "utf8");
  const parsed = ContractLock.safeParse(jsonOf(text));
  if (parsed.success) return { state: "read", lock: parsed.data, text };
  return {
    state: "unreadable",
    problem: `${path} is not a contract lock. Restore it from version control, then accept the contract again.`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
