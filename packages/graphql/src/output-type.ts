import { coreOf } from "@ashlar/rpc";
import {
  GraphQLBoolean,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { z } from "zod";
import type { LeafTypes } from "./leaf-type.ts";
import { Json } from "./scalars.ts";
import { isName, typeName } from "./type-names.ts";

/** Makes the types of answers; a schema with an id of its own is one type wherever it is. */
export type OutputTypes = (schema: z.core.$ZodType, name: string) => GraphQLOutputType;

export function outputTypes(leaf: LeafTypes): OutputTypes {
  const named = new Map<string, GraphQLObjectType>();
  const typeOf: OutputTypes = (schema, name) =>
    isNullable(schema) ? bare(schema, name) : new GraphQLNonNull(bare(schema, name));
  const bare = (schema: z.core.$ZodType, name: string): GraphQLOutputType => {
    const core = coreOf(schema);
    const { def } = core._zod;
    if (def.type === "void" || def.type === "undefined") return GraphQLBoolean;
    if (def.type === "array") return new GraphQLList(typeOf(def.element, name));
    if (def.type !== "object") return leaf(schema, name);
    const fields = Object.entries(def.shape);
    if (fields.length === 0 || !fields.every(([field]) => isName(field))) return Json;
    const id = z.globalRegistry.get(core)?.id ?? name;
    const known = named.get(id);
    if (known) return known;
    const made: GraphQLObjectType = new GraphQLObjectType({
      name: id,
      fields: () =>
        Object.fromEntries(
          fields.map(([field, inner]) => [field, { type: typeOf(inner, `${id}${typeName(field)}`) }]),
        ),
    });
    named.set(id, made);
    return made;
  };
  return typeOf;
}

/** Whether a value may be absent or null. */
export function isNullable(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success || z.safeParse(schema, null).success;
}
