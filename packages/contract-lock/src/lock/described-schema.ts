import { z } from "zod";
import { JsonSchema } from "../schema-diff/json-schema.ts";
import type { Direction } from "./direction.ts";
import { hiddenRules } from "./hidden-rules.ts";

/** A zod schema as the lock holds it. */
export type DescribedSchema = {
  /** Whether a value must be given; false for what is optional or has a default. */
  readonly required: boolean;
  readonly schema: JsonSchema;
  /** Schemas that `schema` refers to by `#/$defs/…`. */
  readonly definitions: Readonly<Record<string, JsonSchema>>;
};

const Document = z.object({
  properties: z.object({ root: JsonSchema }),
  required: z.array(z.string()).default([]),
  $defs: z.record(z.string(), JsonSchema).default({}),
});

/**
 * Describes what a zod schema accepts (`input`) or gives (`output`), as a client in JSON sees it.
 *
 * Named refinements and the far side of a pipe are kept in keywords of the lock's own; the code of a refinement or a
 * transformation is not seen.
 *
 * @throws RangeError on a schema that JSON cannot carry, such as a map, with the path to it.
 */
export function describedSchema(schema: z.core.$ZodType, direction: Direction): DescribedSchema {
  // Inside an object the schema's own id and optionality become visible.
  const { properties, required, $defs } = Document.parse(
    z.toJSONSchema(z.object({ root: schema }), {
      io: direction,
      unrepresentable: ({ zodSchema, path }) => substitute(zodSchema, path, direction),
      override: ({ zodSchema, jsonSchema }) => {
        const rules = hiddenRules(zodSchema, direction);
        if (rules.length > 0) jsonSchema["x-rules"] = rules;
        const then = direction === "input" ? demandAfterPipe(zodSchema) : undefined;
        if (then !== undefined) jsonSchema["x-then"] = then;
        if (isDiscriminated(zodSchema)) {
          jsonSchema.anyOf = jsonSchema.oneOf ?? [];
          delete jsonSchema.oneOf;
        }
      },
    }),
  );
  return { required: required.includes("root"), schema: properties.root, definitions: $defs };
}

function substitute(schema: z.core.$ZodTypes, path: readonly (string | number)[], direction: Direction) {
  const { def } = schema._zod;
  if (def.type === "date") return dateSchema(def.checks ?? []);
  if (def.type === "undefined" || def.type === "void") return { "x-typescript": "undefined" };
  // The schema beside it is described; `hiddenRules` adds that there is a transformation.
  if (def.type === "transform" && direction === "input") return {};
  throw new RangeError(`A ${def.type} at ${path.join(".")} cannot be written as JSON`);
}

function dateSchema(checks: readonly z.core.$ZodCheck[]) {
  const bounds = checks.flatMap(({ _zod: { def } }) =>
    "value" in def && def.value instanceof Date ? [`${def.check} ${def.value.toISOString()}`] : [],
  );
  return {
    type: "string" as const,
    format: "date-time",
    "x-typescript": "Date",
    ...(bounds.length > 0 && { "x-bounds": bounds.sort() }),
  };
}

/** What a pipe demands of the value its first schema made; undefined where a transformation stands there. */
function demandAfterPipe({ _zod: { def } }: z.core.$ZodTypes): JsonSchema | undefined {
  if (def.type !== "pipe" || isTransform(def.out) || isTransform(def.in)) return undefined;
  const { schema, definitions } = describedSchema(def.out, "input");
  if (Object.keys(definitions).length > 0) {
    throw new RangeError("A pipe into a schema with an id is not described; inline the schema");
  }
  return schema;
}

const isTransform = (schema: z.core.$ZodType): boolean => schema._zod.def.type === "transform";

/** At most one alternative of a discriminated union fits, so "one of" and "any of" are the same. */
const isDiscriminated = ({ _zod: { def } }: z.core.$ZodTypes): boolean =>
  def.type === "union" && "discriminator" in def;
