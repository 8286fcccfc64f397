import { subscription } from "@ashlar/contracts";
import { DomainError, Unavailable } from "@ashlar/kernel";
import { type BoundProcedure, bindCalls, implement, noPolicies } from "@ashlar/rpc";
import { z } from "zod";

/** Ways in which a stream can end. */
const How = z.enum(["complete", "refuse", "break", "fail"]);

const contract = {
  count: subscription("GET /count", {
    summary: "Counts to two, and ends as it is told.",
    access: "public",
    input: z.strictObject({ how: How }),
    output: z.object({ at: z.date(), of: z.number() }),
  }),
};

async function* counted(how: z.infer<typeof How>) {
  for (const of of [1, 2]) yield { id: String(of), data: { at: new Date(of), of, secret: "never leaves" } };
  if (how === "break") throw new Unavailable("Come back.");
  if (how === "fail") throw new Error("internal text");
}

/** A stream with all the ends that there are. */
export const counting: readonly BoundProcedure[] = bindCalls(
  implement(contract, {
    count: async ({ input: { how } }) => {
      if (how === "refuse") throw new DomainError("VALIDATION_FAILED", "No.", {});
      return { position: () => "0", messages: counted(how) };
    },
  }),
  noPolicies,
);
