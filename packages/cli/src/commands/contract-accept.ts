import { writeFileSync } from "node:fs";
import { lockChanges, lockText } from "@ashlar/contract-lock";
import { defineCommand } from "citty";
import { changesCount, changesText } from "./changes-text.ts";
import { committedLock } from "./committed-lock.ts";
import { currentLock } from "./current-lock.ts";
import { fail } from "./fail.ts";
import { lockArgument } from "./lock-argument.ts";
import { writeSchema } from "./schema-file.ts";

/** Writes the lock of the contract; leaves the old one alone when a client would break and nobody said that it may. */
export const contractAccept = defineCommand({
  meta: { name: "accept", description: "Writes the lock of the contract as it stands" },
  args: {
    ...lockArgument,
    breaking: { type: "boolean", description: "Accept changes that break clients", default: false },
  },
  run: ({ args }) => {
    const committed = committedLock(args.lock);
    if (committed.state === "unreadable") return fail(committed.problem);
    const current = currentLock();
    const changes = committed.state === "read" ? lockChanges(committed.lock, current, new Date()) : [];
    if (changes.length > 0) console.log(`${changesText(changes)}\n`);
    if (changes.some(({ isBreaking }) => isBreaking) && !args.breaking) {
      return fail(`${changesCount(changes)}: refused. Clients break; to mean it, add --breaking.`);
    }
    writeFileSync(args.lock, lockText(current));
    const schema = writeSchema(args.lock);
    console.log(`${args.lock} and ${schema} written: ${changesCount(changes)}. Commit them with the change.`);
  },
});
