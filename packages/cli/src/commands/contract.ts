import { defineCommand } from "citty";
import { contractAccept } from "./contract-accept.ts";
import { contractCheck } from "./contract-check.ts";
import { contractDiff } from "./contract-diff.ts";

/** Guards what clients may rely on. */
export const contract = defineCommand({
  meta: { name: "contract", description: "Compares the contract with its lock" },
  subCommands: { check: contractCheck, accept: contractAccept, diff: contractDiff },
});
