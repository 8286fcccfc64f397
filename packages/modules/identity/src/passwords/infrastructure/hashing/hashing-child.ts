import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { hashSync, verifySync } from "@node-rs/argon2";
import type { HashingAnswer, HashingRequest } from "./hashing-message.ts";

/** The process that hashes: one password after the other, behind everybody else, until its server is gone. */
function answerTo(request: HashingRequest): HashingAnswer {
  const { id, password } = request;
  try {
    const result =
      request.kind === "hash" ? hashSync(password, request.cost) : verifySync(request.passwordHash, password);
    return { id, result };
  } catch (error) {
    return { id, failure: String(error) };
  }
}

function yieldToOthers(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    // Where Linux shares the processor among sessions (autogroups), the priority of a process counts in its own alone.
    writeFileSync("/proc/self/autogroup", String(constants.priority.PRIORITY_BELOW_NORMAL));
  } catch {
    // No such sharing here.
  }
}

yieldToOthers();
process.on("disconnect", () => process.exit());
// Sound: the one sender is `hashing-process.ts`, by the type.
process.on("message", (request) => process.send?.(answerTo(request as HashingRequest)));
