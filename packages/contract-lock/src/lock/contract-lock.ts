import { z } from "zod";
import { JsonSchema } from "../schema-diff/json-schema.ts";

/** A deprecation as the contract declares it. */
const LockedDeprecation = z.strictObject({
  since: z.string(),
  sunset: z.string().optional(),
  successor: z.string().optional(),
});

/** A declared error by its code. */
const LockedErrors = z.record(z.string(), z.strictObject({ status: z.int(), details: JsonSchema }));
export type LockedErrors = z.output<typeof LockedErrors>;

const LockedProcedure = z.strictObject({
  kind: z.enum(["query", "mutation", "subscription"]),
  route: z.string(),
  access: z.string(),
  /** The scope by which keys and tokens reach what `access` keeps for sessions and owners; left out without one. */
  scope: z.string().optional(),
  /** How recently people must have proved who they are; left out where any session will do. */
  proof: z.literal("recent").optional(),
  idempotency: z.enum(["key", "natural", "none"]),
  limit: z.enum(["auth", "read", "write", "expensive"]),
  success: z.int(),
  emits: z.array(z.string()),
  deprecated: LockedDeprecation.nullable(),
  /** Null when the procedure takes no input; `required` is false when a call may leave it out. */
  input: z.strictObject({ required: z.boolean(), schema: JsonSchema }).nullable(),
  /** Null when the procedure answers nothing but success. */
  output: JsonSchema.nullable(),
  errors: LockedErrors,
});
export type LockedProcedure = z.output<typeof LockedProcedure>;

const LockedEvent = z.strictObject({ version: z.int(), aggregate: z.string(), data: JsonSchema });

const SharedSchemas = z.record(z.string(), JsonSchema);

/**
 * The public shape of a contract: everything a client can come to depend on, and no prose.
 *
 * Schemas with an id stand once under `schemas`, apart for the two directions, and are referred to as
 * `#/schemas/output/Post`.
 */
export const ContractLock = z.strictObject({
  version: z.literal(1),
  events: z.record(z.string(), LockedEvent),
  procedures: z.record(z.string(), LockedProcedure),
  roles: z.record(z.string(), z.array(z.string())),
  schemas: z.strictObject({ input: SharedSchemas, output: SharedSchemas }),
  transportErrors: LockedErrors,
});
export type ContractLock = z.output<typeof ContractLock>;
