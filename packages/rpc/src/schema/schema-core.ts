import type { z } from "zod";

/** A schema whose kind can be told by `_zod.def.type`. */
export type CoreSchema = z.core.$ZodTypes;

/**
 * Finds the schema that decides the shape of a value, below optionality, defaults and pipes.
 *
 * The shared schemas are read, never changed.
 */
export function coreOf(schema: z.core.$ZodType): CoreSchema {
  // Sound: every schema that zod makes is a member of the union.
  const node = schema as CoreSchema;
  const { def } = node._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return coreOf(def.innerType);
    case "pipe":
      return coreOf(def.in);
    case "lazy":
      return coreOf(def.getter());
    default:
      return node;
  }
}
