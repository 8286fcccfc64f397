import type { ContractLock } from "./contract-lock.ts";

const widthLimit = 100;

/**
 * Writes the lock as it is committed: JSON, keys sorted, what fits in 100 characters on one line.
 *
 * The same contract gives the same bytes, and a change of one field changes few lines.
 */
export const lockText = (lock: ContractLock): string => `${written(lock, "")}\n`;

function written(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const inner = `${indent}  `;
  const members = membersOf(value, inner);
  if (members.length === 0) return `${open}${close}`;
  const gap = open === "{" ? " " : "";
  const line = `${open}${gap}${members.join(", ")}${gap}${close}`;
  if (line.length <= widthLimit && !line.includes("\n")) return line;
  return `${open}\n${members.map((member) => `${inner}${member}`).join(",\n")}\n${indent}${close}`;
}

function membersOf(value: object, inner: string): string[] {
  if (Array.isArray(value)) return value.map((member) => written(member, inner));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}: ${written(member, inner)}`);
}
