import { isDeepStrictEqual } from "node:util";
import { plainSchema } from "@ashlar/rpc";
import { z } from "zod";
import { type JsonSchema, refTo } from "./json-schema.ts";

/** The schemas of a document: each named one stands there once, and is referred to from everywhere else. */
export type SchemaCatalog = {
  /** What the service answers; parts with a name of their own become references. */
  readonly output: (schema: z.core.$ZodType) => JsonSchema;
  /** What a caller sends; stands in place, because it may accept more than the answer of the same name holds. */
  readonly input: (schema: z.core.$ZodType) => JsonSchema;
  /** Names a schema and refers to it. @throws TypeError when the name already means something else. */
  readonly named: (name: string, schema: JsonSchema) => JsonSchema;
  readonly schemas: () => Readonly<Record<string, JsonSchema>>;
};

/** Metadata without names: inputs are never shared by name. */
class Nameless extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  override get<S extends z.core.$ZodType>(schema: S): z.core.$replace<z.core.GlobalMeta, S> | undefined {
    const meta = z.globalRegistry.get(schema);
    return meta === undefined ? undefined : { ...meta, id: undefined };
  }
}

export function schemaCatalog(): SchemaCatalog {
  const known = new Map<string, JsonSchema>();
  const named = (name: string, schema: JsonSchema): JsonSchema => {
    const present = known.get(name);
    if (present !== undefined && !isDeepStrictEqual(present, schema)) {
      throw new TypeError(`Two schemas are called ${name}.`);
    }
    known.set(name, schema);
    return refTo("schemas", name);
  };
  const nameless = new Nameless();
  return {
    named,
    input: (schema) => converted(schema, { io: "input", metadata: nameless }).root,
    output: (schema) => {
      const { root, named: parts } = converted(schema, { io: "output" });
      for (const [name, part] of Object.entries(parts)) named(name, part);
      return root;
    },
    schemas: () => Object.fromEntries([...known].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

type Converted = { readonly root: JsonSchema; readonly named: Readonly<Record<string, JsonSchema>> };

/** A schema with a name becomes a reference only below another one, so it is put below one. */
function converted(
  schema: z.core.$ZodType,
  options: Pick<z.core.ToJSONSchemaParams, "io" | "metadata">,
): Converted {
  const { properties, $defs = {} } = z.toJSONSchema(z.object({ root: schema }), {
    ...options,
    unrepresentable: "any",
    override: plainSchema(options.io ?? "output"),
  });
  const named = Object.entries($defs).map(([name, part]) => [name, rewritten(part)]);
  return { root: rewritten(properties?.root ?? {}), named: Object.fromEntries(named) };
}

function rewritten(schema: unknown): JsonSchema {
  // Sound: what zod makes is JSON, and the walk keeps its shape.
  return withComponentRefs(schema) as JsonSchema;
}

function withComponentRefs(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withComponentRefs);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).flatMap(([key, value]) => {
    if (key === "id" && "type" in node && typeof value === "string") return [];
    if (key === "$ref" && typeof value === "string")
      return [[key, value.replace("#/$defs/", "#/components/schemas/")]];
    return [[key, withComponentRefs(value)]];
  });
  return Object.fromEntries(entries);
}
