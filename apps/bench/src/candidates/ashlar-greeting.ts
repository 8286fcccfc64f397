import { query } from "@ashlar/contracts";
import { bindCalls, implement } from "@ashlar/rpc";
import { createLogger } from "@ashlar/telemetry";
import { z } from "zod";
import { serveCalls } from "./serve-calls.ts";

/** The whole pipeline around a procedure that needs no database, with a log line per call. */
const log = await createLogger({ level: "info", format: "json" });
const tree = {
  greet: query("GET /greet", {
    summary: "Greets.",
    access: "public",
    input: z.strictObject({ name: z.string().max(100) }),
    output: z.object({ greeting: z.string() }),
  }),
};
const procedures = implement(tree, { greet: async ({ input }) => ({ greeting: `Hello, ${input.name}` }) });
const calls = bindCalls(procedures, {
  charge: () => undefined,
  observe: ({ path, context, durationMs }) =>
    log.info({ requestId: context.request.requestId, procedure: path, durationMs }, "call"),
});
serveCalls(calls, log);
