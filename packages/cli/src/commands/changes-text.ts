import type { Change } from "@ashlar/contract-lock";

/** Writes changes for people: one line for what changed and one for what it means to a client. */
export const changesText = (changes: readonly Change[]): string =>
  changes
    .map(
      ({ procedure, field, isBreaking, what, why }) =>
        `${isBreaking ? "BREAKING  " : "compatible"}  ${procedure}  ${field}: ${what}\n            ${why}`,
    )
    .join("\n");

/** Counts changes: `1 breaking change, 2 compatible changes`. */
export function changesCount(changes: readonly Change[]): string {
  const breaking = changes.filter(({ isBreaking }) => isBreaking).length;
  const counted = (count: number, word: string) => `${count} ${word} change${count === 1 ? "" : "s"}`;
  return `${counted(breaking, "breaking")}, ${counted(changes.length - breaking, "compatible")}`;
}
