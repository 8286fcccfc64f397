import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";

/** A moment as RFC 3339 text. */
export const DateTime = new GraphQLScalarType<Date | string, string>({
  name: "DateTime",
  description: "A moment, as RFC 3339 text: `2026-03-01T10:00:00.000Z`.",
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  // A text that is no date stays as it is: the contract's own error names the field.
  parseValue: (value) => dateOf(value),
  parseLiteral: (node) => dateOf(node.kind === Kind.STRING ? node.value : undefined),
});

/** What has no type of its own in GraphQL: maps, unions, values of any shape. */
export const Json = new GraphQLScalarType({
  name: "JSON",
  description: "Any JSON value.",
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => jsonOf(node, variables ?? {}),
});

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function dateOf(value: unknown): Date | string {
  if (typeof value !== "string") throw new GraphQLError("A DateTime is a text.");
  const date = new Date(value);
  return rfc3339.test(value) && !Number.isNaN(date.getTime()) ? date : value;
}

function jsonOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.LIST:
      return node.values.map((value) => jsonOf(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, jsonOf(value, variables)]));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    default:
      return node.value;
  }
}
