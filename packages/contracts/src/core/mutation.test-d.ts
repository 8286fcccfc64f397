import { expectTypeOf } from "vitest";
import { z } from "zod";
import { defineError, type FailureOf } from "./define-error.ts";
import { mutation } from "./mutation.ts";

const SOLD_OUT = defineError("SOLD_OUT", 409, "It is sold out.", z.object({ left: z.int() }));
const spec = { summary: "Buys it.", access: "session", output: z.object({ id: z.string() }) } as const;

type CodesOf<Entry> = Entry extends { readonly errors: infer Errors extends readonly unknown[] }
  ? FailureOf<Errors[number]>["code"]
  : never;

// A key's errors are part of the promise of an entry that declares one, and of no other.
const keyed = mutation("POST /things", { ...spec, idempotency: "key", errors: [SOLD_OUT] });
expectTypeOf<CodesOf<typeof keyed>>().toEqualTypeOf<
  "SOLD_OUT" | "IDEMPOTENCY_KEY_REQUIRED" | "IDEMPOTENCY_IN_FLIGHT" | "IDEMPOTENCY_KEY_REUSED"
>();
const natural = mutation("POST /things", { ...spec, idempotency: "natural", errors: [SOLD_OUT] });
expectTypeOf<CodesOf<typeof natural>>().toEqualTypeOf<"SOLD_OUT">();

mutation("POST /things", { ...spec, idempotency: "key", emits: ["order.placed"] });
// @ts-expect-error: no such event
mutation("POST /things", { ...spec, idempotency: "key", emits: ["order.vanished"] });
