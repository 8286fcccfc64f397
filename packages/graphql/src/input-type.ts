import { coreOf } from "@ashlar/rpc";
import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
} from "graphql";
import type { z } from "zod";
import type { LeafTypes } from "./leaf-type.ts";
import { isNullable } from "./output-type.ts";
import { Json } from "./scalars.ts";
import { isName, typeName } from "./type-names.ts";

/** Makes the arguments of an input's fields; what has a default there may be left out. */
export const argumentsOf = (
  schema: z.core.$ZodType,
  name: string,
  leaf: LeafTypes,
): GraphQLFieldConfigArgumentMap =>
  Object.fromEntries(
    fieldsOf(schema)
      // What is included follows from the selection; a filter without fields filters nothing.
      .filter(([field, inner]) => field !== "include" && !isEmpty(inner))
      .map(([field, inner]) => [
        field,
        { type: inputType(inner, `${typeName(name)}${typeName(field)}`, leaf) },
      ]),
  );

function isEmpty(schema: z.core.$ZodType): boolean {
  const { def } = coreOf(schema)._zod;
  return def.type === "object" && Object.keys(def.shape).length === 0;
}

const fieldsOf = (schema: z.core.$ZodType): [string, z.core.$ZodType][] => {
  const { def } = coreOf(schema)._zod;
  return def.type === "object" ? Object.entries(def.shape) : [];
};

function inputType(schema: z.core.$ZodType, name: string, leaf: LeafTypes): GraphQLInputType {
  const bare = bareInput(schema, name, leaf);
  return isNullable(schema) ? bare : new GraphQLNonNull(bare);
}

function bareInput(schema: z.core.$ZodType, name: string, leaf: LeafTypes): GraphQLInputType {
  const { def } = coreOf(schema)._zod;
  if (def.type === "array") return new GraphQLList(new GraphQLNonNull(bareInput(def.element, name, leaf)));
  if (def.type !== "object") return leaf(schema, name);
  const fields = Object.entries(def.shape);
  if (fields.length === 0 || !fields.every(([field]) => isName(field))) return Json;
  return new GraphQLInputObjectType({
    name: `${name}Input`,
    fields: Object.fromEntries(
      fields.map(([field, inner]) => [field, { type: inputType(inner, `${name}${typeName(field)}`, leaf) }]),
    ),
  });
}
