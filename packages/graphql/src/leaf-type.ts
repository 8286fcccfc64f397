import { coreOf } from "@ashlar/rpc";
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
} from "graphql";
import { z } from "zod";
import { DateTime, Json } from "./scalars.ts";
import { isName } from "./type-names.ts";

/** Makes scalars and enums of schemas; one enum for each set of values. */
export type LeafTypes = (schema: z.core.$ZodType, name: string) => GraphQLScalarType | GraphQLEnumType;

type NumberSchema = {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
};

const jsonSchemaOf = (schema: z.core.$ZodType): NumberSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

/** Whether every value is an Int of GraphQL, which has 32 bits. */
function isSmallInteger(schema: z.core.$ZodType): boolean {
  const { type, minimum, maximum } = jsonSchemaOf(schema);
  return type === "integer" && Number(minimum) >= -(2 ** 31) && Number(maximum) < 2 ** 31;
}

export function leafTypes(): LeafTypes {
  const enums = new Map<string, GraphQLEnumType>();
  const enumOf = (members: readonly string[], name: string): GraphQLScalarType | GraphQLEnumType => {
    if (!members.every(isName) || members.some((member) => /^(true|false|null)$/.test(member)))
      return GraphQLString;
    const key = members.join("|");
    const known = enums.get(key);
    if (known) return known;
    const made = new GraphQLEnumType({
      name: key === "asc|desc" ? "SortOrder" : name,
      values: Object.fromEntries(members.map((member) => [member, { value: member }])),
    });
    enums.set(key, made);
    return made;
  };
  return (schema, name) => {
    const core = coreOf(schema);
    const { def } = core._zod;
    switch (def.type) {
      case "string":
        return jsonSchemaOf(core).format === "uuid" ? GraphQLID : GraphQLString;
      case "number":
        return isSmallInteger(core) ? GraphQLInt : GraphQLFloat;
      case "boolean":
        return GraphQLBoolean;
      case "date":
        return DateTime;
      case "enum":
        return enumOf(Object.values(def.entries).map(String), name);
      case "literal":
        return def.values.every((value) => typeof value === "string") ? GraphQLString : Json;
      default:
        return Json;
    }
  };
}
