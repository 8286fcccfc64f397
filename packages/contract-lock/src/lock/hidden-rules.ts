import type { z } from "zod";
import type { Direction } from "./direction.ts";

/**
 * Names the rules of a schema that have no keyword in JSON Schema: refinements and, in an input, transformations.
 *
 * A refinement is known by `params.constraint`, else as `refined`; its code cannot be compared. Rules of a wrapped
 * schema count where JSON Schema writes wrapper and wrapped as one.
 *
 * @returns Sorted; a rule that stands twice is listed twice.
 */
export function hiddenRules({ _zod: { def } }: z.core.$ZodType, direction: Direction): string[] {
  const own = (def.checks ?? []).flatMap(({ _zod: check }) =>
    check.def.check === "custom" ? [constraintOf(check.def)] : [],
  );
  const [wrapped, isTransformed] = wrappedBy(def, direction);
  if (isTransformed) own.push("transformed");
  return [...own, ...(wrapped === undefined ? [] : hiddenRules(wrapped, direction))].sort();
}

function wrappedBy(def: z.core.$ZodTypeDef, direction: Direction): [z.core.$ZodType | undefined, boolean] {
  if (isPipe(def)) {
    if (direction === "output") return [def.out, false];
    const isTransformed = [def.in, def.out].some(isTransform);
    return [isTransform(def.in) ? def.out : def.in, isTransformed];
  }
  return [isWrapper(def) ? def.innerType : undefined, false];
}

const isPipe = (def: z.core.$ZodTypeDef): def is z.core.$ZodPipeDef => def.type === "pipe";

const isTransform = (schema: z.core.$ZodType): boolean => schema._zod.def.type === "transform";

/** A nullable is not among them: it is written as two alternatives, and the rules stand in the first. */
const written = new Set(["optional", "default", "prefault", "nonoptional", "readonly", "catch"]);

const isWrapper = (def: z.core.$ZodTypeDef): def is z.core.$ZodOptionalDef => written.has(def.type);

function constraintOf(def: object): string {
  const params = "params" in def ? def.params : undefined;
  if (typeof params !== "object" || params === null || !("constraint" in params)) return "refined";
  return String(params.constraint);
}
