import { lockChanges, lockText } from "@ashlar/contract-lock";
import { defineCommand } from "citty";
import { changesCount, changesText } from "./changes-text.ts";
import { committedLock } from "./committed-lock.ts";
import { currentLock } from "./current-lock.ts";
import { fail } from "./fail.ts";
import { lockArgument } from "./lock-argument.ts";
import { schemaProblem } from "./schema-file.ts";

/** Fails unless the committed lock is exactly the lock of the contract; says what differs and whether it breaks. */
export const contractCheck = defineCommand({
  meta: { name: "check", description: "Fails when the contract is not the one in the lock" },
  args: lockArgument,
  run: ({ args }) => {
    const committed = committedLock(args.lock);
    if (committed.state !== "read") return fail(committed.problem);
    const current = currentLock();
    if (committed.text === lockText(current)) {
      const problem = schemaProblem(args.lock);
      if (problem !== null) return fail(problem, "Write it with `pnpm contract accept` and commit it.");
      console.log(`The contract is as locked: ${Object.keys(current.procedures).length} procedures.`);
      return;
    }
    const changes = lockChanges(committed.lock, current, new Date());
    if (changes.length > 0) console.log(`${changesText(changes)}\n`);
    if (changes.some(({ isBreaking }) => isBreaking)) {
      return fail(
        `${changesCount(changes)}: the contract would break its clients.`,
        "Make the change additive, or deprecate the old procedure and add a new one: docs/guides/contract.md.",
        "When it is meant: `pnpm contract accept --breaking`.",
      );
    }
    return fail(
      changes.length === 0
        ? "The lock is written differently; no client sees it."
        : `${changesCount(changes)}: the lock is out of date.`,
      "Write it with `pnpm contract accept` and commit it.",
    );
  },
});
