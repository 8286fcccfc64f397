/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A reference to a named part of the document. */
export const refTo = (
  kind: "schemas" | "responses" | "headers" | "parameters",
  name: string,
): JsonSchema => ({
  $ref: `#/components/${kind}/${name}`,
});
