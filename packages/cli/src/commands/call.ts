import { randomUUID } from "node:crypto";
import { defineCommand } from "citty";
import { procedureHelp, procedureList } from "../call/call-help.ts";
import { inputFields } from "../call/input-fields.ts";
import { makeInput } from "../call/make-input.ts";
import { procedureAt } from "../call/procedures.ts";
import { readFlags } from "../call/read-flags.ts";
import { failureText } from "../session/failure-text.ts";
import { WrongUse } from "../wrong-use.ts";
import { fail } from "./fail.ts";

/** Options of the command, and whether each takes a value. A field of the same name comes first in no entry. */
const options = {
  json: false,
  all: false,
  help: false,
  url: true,
  token: true,
  "api-key": true,
  "idempotency-key": true,
  as: true,
} as const;

/** Calls a procedure of the contract on a server, or in this process. */
export const call = defineCommand({
  meta: { name: "call", description: "Calls a procedure of the contract" },
  run: async ({ rawArgs: [path, ...words] }) => {
    if (path === undefined || path === "--help") {
      console.log(`Usage: ashlar call <procedure> [flags]\n\nProcedures:\n${procedureList()}`);
      return;
    }
    const entry = procedureAt(path);
    const fields = inputFields(entry.input);
    const flags = readFlags(words, fields, options);
    const option = (name: keyof typeof options): string | undefined => flags.options.get(name);
    if (option("help") !== undefined) return console.log(procedureHelp(path, entry, fields));
    const input = makeInput(entry, fields, flags.fields);
    const isKeyed = entry.idempotency === "key";
    const idempotencyKey = option("idempotency-key") ?? randomUUID();
    if (isKeyed) console.error(`Idempotency-Key: ${idempotencyKey}`);
    const { runCall } = await import("../call/run-call.ts");
    await runCall({
      path,
      entry,
      input,
      idempotencyKey,
      isJson: option("json") !== undefined,
      isWhole: option("all") !== undefined,
      as: option("as"),
      server: { url: option("url"), token: option("token"), apiKey: option("api-key") },
    }).catch((error: unknown) => {
      if (error instanceof WrongUse) throw error;
      fail(failureText(error));
    });
  },
});
