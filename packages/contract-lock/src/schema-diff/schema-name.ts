import type { JsonSchema } from "./json-schema.ts";

/** The field that tells an alternative from the others, as `kind=card`; undefined when it has none. */
export function tagOf({ properties = {}, required = [] }: JsonSchema): string | undefined {
  for (const [name, { const: constant, enum: values }] of Object.entries(properties)) {
    const only = constant ?? (values?.length === 1 ? values[0] : undefined);
    if (only !== undefined && required.includes(name)) return `${name}=${String(only)}`;
  }
  return undefined;
}

/** Names a schema in a few words, for people. */
export function schemaName(schema: JsonSchema): string {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (schema.type === "null") return "null";
  if (schema.not !== undefined) return "nothing";
  if (schema.allOf !== undefined) return schema.allOf.map(schemaName).join(" and ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(schemaName).join(" or ");
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" or ");
  return tagOf(schema) ?? schema["x-typescript"] ?? schema.format ?? String(schema.type ?? "anything");
}
