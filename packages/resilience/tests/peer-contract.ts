import { defineError, listOf, mutation, query } from "@ashlar/contracts";
import { z } from "zod";

const summary = "Tries a peer.";
const STAMP_TORN = defineError("STAMP_TORN", 409, "It is torn.", z.object({ stampId: z.string() }));
const Stamp = z.object({
  id: z.string(),
  issuedAt: z.date(),
  notes: z.array(z.object({ at: z.date() })).optional(),
});

/** What the misbehaving peer of these tests promises. */
export const peerContract = {
  stamps: {
    get: query("GET /stamps/{id}", {
      summary,
      access: "public",
      input: z.strictObject({
        id: z.string().min(1),
        since: z.date().optional(),
        tags: z.array(z.string()).optional(),
      }),
      output: Stamp,
      errors: [STAMP_TORN],
    }),
    list: query("GET /stamps", { summary, access: "public", ...listOf(Stamp, { sort: ["issuedAt"] }) }),
    issue: mutation("POST /stamps", {
      summary,
      access: "session",
      idempotency: "key",
      input: z.strictObject({ name: z.string() }),
      output: Stamp,
      success: 201,
      errors: [STAMP_TORN],
    }),
    tear: mutation("POST /stamps/{id}/tear", {
      summary,
      access: "session",
      idempotency: "natural",
      input: z.strictObject({ id: z.string() }),
    }),
    lick: mutation("POST /stamps/{id}/lick", {
      summary,
      access: "session",
      idempotency: "none",
      input: z.strictObject({ id: z.string() }),
    }),
  },
};
