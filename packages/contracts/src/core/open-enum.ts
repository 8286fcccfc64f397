import { z } from "zod";

/** One of these, or a text that a later release adds: names the known ones, and a `switch` needs its `default`. */
export type Open<Value extends string> = Value | (string & {});

/**
 * An enum of an answer that may grow: the contract promises that clients expect members they do not know.
 *
 * A new member is a compatible change, unlike one of `z.enum`. For outputs and the details of errors; what an input
 * accepts is a `z.enum`, which may grow there. The lock and OpenAPI list the known members as `x-extensible-enum`.
 */
export const openEnum = <const Value extends string>(
  values: readonly Value[],
): z.ZodType<Open<Value>, Open<Value>> =>
  // Sound: every text is an `Open<Value>`.
  z.string().meta({ "x-extensible-enum": [...values] }) as z.ZodType<string> as z.ZodType<
    Open<Value>,
    Open<Value>
  >;
