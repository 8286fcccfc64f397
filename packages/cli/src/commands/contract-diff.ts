import { lockChanges } from "@ashlar/contract-lock";
import { defineCommand } from "citty";
import { changesCount, changesText } from "./changes-text.ts";
import { committedLock } from "./committed-lock.ts";
import { currentLock } from "./current-lock.ts";
import { fail } from "./fail.ts";
import { lockArgument } from "./lock-argument.ts";

/** Prints what changed for clients since the lock was written; never fails on what it finds. */
export const contractDiff = defineCommand({
  meta: { name: "diff", description: "Shows what changed for clients, breaking or not" },
  args: { ...lockArgument, json: { type: "boolean", description: "Print JSON", default: false } },
  run: ({ args }) => {
    const committed = committedLock(args.lock);
    if (committed.state !== "read") return fail(committed.problem);
    const changes = lockChanges(committed.lock, currentLock(), new Date());
    const isBreaking = changes.some((change) => change.isBreaking);
    if (args.json) console.log(JSON.stringify({ isBreaking, changes }, null, 2));
    else if (changes.length === 0) console.log("Nothing changed for clients.");
    else console.log(`${changesText(changes)}\n\n${changesCount(changes)}`);
  },
});
