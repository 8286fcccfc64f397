import { query } from "@ashlar/contracts";
import { bindCalls, implement, noPolicies } from "@ashlar/rpc";
import { createLogger } from "@ashlar/telemetry";
import { z } from "zod";
import { serveCalls } from "./serve-calls.ts";

/** The REST surface over a contract of so many procedures. Argument: how many. */
const count = Number(process.argv[2]);
const log = await createLogger({ level: "info", format: "json" });
const entry = (index: number) =>
  query(`GET /folder-${index % 10}/resource-${index}/{id}` as const, {
    summary: "Reads.",
    access: "public",
    input: z.strictObject({ id: z.string().max(100) }),
    output: z.object({ id: z.string(), index: z.int() }),
  });
const entries = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [`read${index}`, entry(index)]),
);
const handlers = Object.fromEntries(
  Object.keys(entries).map((name, index) => [
    name,
    async ({ input }: { input: { id: string } }) => ({ ...input, index }),
  ]),
);
const calls = bindCalls(implement(entries, handlers), noPolicies);
serveCalls(calls, log);
