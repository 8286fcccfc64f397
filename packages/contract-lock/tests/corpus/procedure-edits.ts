import { type ContractTree, defineError, query, subscription } from "@ashlar/contracts";
import { z } from "zod";
import { act, procedureEdits } from "./edit.ts";

const text = z.object({ a: z.string() });
const taken = defineError("TAKEN", 409, "It is taken.", z.object({ by: z.string() }));
const takenNow = defineError("TAKEN", 422, "It is taken.", z.object({ by: z.string() }));
const takenSince = defineError("TAKEN", 409, "It is taken.", z.object({ by: z.string(), since: z.date() }));
const takenMaybe = defineError("TAKEN", 409, "It is taken.", z.object({ by: z.string().optional() }));
const lost = defineError("LOST", 404, "It is gone.", z.object({}));

const read: ContractTree = {
  things: { act: query("GET /things", { summary: "Reads.", access: "session", output: text }) },
};
const stream: ContractTree = {
  things: { act: subscription("GET /things", { summary: "Follows.", access: "session", output: text }) },
};
const deprecated = (sunset?: string) =>
  act({ deprecated: { since: "2026-01-01", ...(sunset !== undefined && { sunset }) } });

/** The corpus is judged on 2026-06-15. */
export const procedures = procedureEdits([
  ["procedure", {}, act({}), "compatible", "breaking", "procedure"],
  ["removal before the sunset", deprecated("2026-06-16"), {}, "breaking", "compatible", "procedure"],
  ["removal after the sunset", deprecated("2026-06-14"), {}, "compatible", "compatible", "procedure"],
  ["removal of a deprecated one without sunset", deprecated(), {}, "breaking", "compatible", "procedure"],
  ["query to subscription", read, stream, "breaking", "breaking", "kind"],
  ["path", act({}), act({}, "POST /items"), "breaking", "breaking", "route"],
  ["verb", act({}), act({}, "PUT /things"), "breaking", "breaking", "route"],
  [
    "status of success",
    act({ output: text }),
    act({ output: text, success: 201 }),
    "breaking",
    "breaking",
    "success",
  ],
  [
    "session to public",
    act({ access: "session" }),
    act({ access: "public" }),
    "compatible",
    "breaking",
    "access",
  ],
  [
    "permission to session",
    act({ access: "users:read" }),
    act({ access: "session" }),
    "compatible",
    "breaking",
    "access",
  ],
  [
    "permission to owner",
    act({ access: "users:read" }),
    act({ access: "owner or users:read" }),
    "compatible",
    "breaking",
    "access",
  ],
  [
    "owner to session",
    act({ access: "owner or users:read" }),
    act({ access: "session" }),
    "compatible",
    "breaking",
    "access",
  ],
  [
    "other permission",
    act({ access: "users:read" }),
    act({ access: "posts:read" }),
    "breaking",
    "breaking",
    "access",
  ],
  [
    "owner of another permission",
    act({ access: "users:read" }),
    act({ access: "owner or users:write" }),
    "breaking",
    "breaking",
    "access",
  ],
  [
    "safe to repeat",
    act({ idempotency: "none" }),
    act({ idempotency: "natural" }),
    "compatible",
    "breaking",
    "idempotency",
  ],
  [
    "key dropped",
    act({ idempotency: "key" }),
    act({ idempotency: "none" }),
    "breaking",
    "breaking",
    "idempotency",
  ],
  [
    "key to natural",
    act({ idempotency: "key" }),
    act({ idempotency: "natural" }),
    "breaking",
    "breaking",
    "idempotency",
  ],
  ["wider budget", act({ limit: "expensive" }), act({ limit: "write" }), "compatible", "breaking", "limit"],
  ["sign-in budget", act({ limit: "write" }), act({ limit: "auth" }), "breaking", "compatible", "limit"],
  ["event", act({}), act({ emits: ["order.placed"] }), "compatible", "breaking", "emits"],
  ["error", act({}), act({ errors: [lost] }), "breaking", "compatible", "errors.LOST"],
  [
    "error in another order",
    act({ errors: [lost, taken] }),
    act({ errors: [taken, lost] }),
    "none",
    "none",
    "errors",
  ],
  [
    "status of an error",
    act({ errors: [taken] }),
    act({ errors: [takenNow] }),
    "breaking",
    "breaking",
    "errors.TAKEN",
  ],
  [
    "detail of an error",
    act({ errors: [taken] }),
    act({ errors: [takenSince] }),
    "compatible",
    "breaking",
    "errors.TAKEN.details.since",
  ],
  [
    "detail made optional",
    act({ errors: [taken] }),
    act({ errors: [takenMaybe] }),
    "breaking",
    "compatible",
    "errors.TAKEN.details.by",
  ],
  ["first output", act({ success: 200 }), act({ output: text }), "compatible", "breaking", "output"],
  ["summary", act({}), act({ summary: "Acts at once.", description: "Now." }), "none", "none", "procedure"],
  ["deprecation", act({}), deprecated(), "compatible", "compatible", "deprecated"],
  [
    "deprecation with time left",
    act({}),
    deprecated("2026-12-31"),
    "compatible",
    "compatible",
    "deprecated.sunset",
  ],
  [
    "deprecation already past",
    act({}),
    deprecated("2026-06-01"),
    "breaking",
    "compatible",
    "deprecated.sunset",
  ],
  [
    "sunset put off",
    deprecated("2026-08-01"),
    deprecated("2026-12-31"),
    "compatible",
    "breaking",
    "deprecated.sunset",
  ],
  ["sunset set", deprecated(), deprecated("2026-12-31"), "compatible", "compatible", "deprecated.sunset"],
]);
