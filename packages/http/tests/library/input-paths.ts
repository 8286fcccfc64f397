import { coreOf } from "@ashlar/rpc";
import type { z } from "zod";

/** Where a value stands in an input: names of fields, 0 for an item of a list. */
export type InputPath = readonly (string | 0)[];

/** Every place of an input that a schema names, the input itself first. */
export function inputPaths(schema: z.core.$ZodType, path: InputPath = []): readonly InputPath[] {
  const { def } = coreOf(schema)._zod;
  if (def.type === "object") {
    const fields = Object.entries(def.shape);
    return [path, ...fields.flatMap(([name, field]) => inputPaths(field, [...path, name]))];
  }
  if (def.type === "array") return [path, ...inputPaths(def.element, [...path, 0])];
  if (def.type === "union") return def.options.flatMap((option) => inputPaths(option, path));
  return [path];
}

/** The type that a schema takes at a path, in zod's words. */
export function typeAt(schema: z.core.$ZodType, [step, ...rest]: InputPath): string {
  const { def } = coreOf(schema)._zod;
  if (step === undefined) return def.type;
  if (def.type === "object") {
    const field = def.shape[step];
    return field === undefined ? "never" : typeAt(field, rest);
  }
  return def.type === "array" ? typeAt(def.element, rest) : "never";
}

/** An input that says one thing in one place, and nothing else. */
export function inputWith([step, ...rest]: InputPath, value: unknown): unknown {
  if (step === undefined) return value;
  const below = inputWith(rest, value);
  return step === 0 ? [below] : { [step]: below };
}
