import type { ErrorDeclaration } from "@ashlar/contracts";
import { product } from "@ashlar/kernel";
import { exampleOf } from "./example-of.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import { pascalCase } from "./pascal-case.ts";
import type { SchemaCatalog } from "./schema-catalog.ts";

export type ErrorResponses = {
  /** Responses by status, as references to what is named once per set of errors. */
  readonly of: (errors: readonly ErrorDeclaration[]) => Readonly<Record<string, JsonSchema>>;
  readonly responses: () => Readonly<Record<string, JsonSchema>>;
};

/** Documents errors, each in both of its forms: the envelope and the RFC 9457 problem. */
export function errorResponses(catalog: SchemaCatalog): ErrorResponses {
  const known = new Map<string, JsonSchema>();
  const response = (errors: readonly ErrorDeclaration[]): JsonSchema => {
    const name = errors.map(({ code }) => pascalCase(code)).join("Or");
    if (!known.has(name)) known.set(name, document(errors, catalog));
    return refTo("responses", name);
  };
  return {
    of: (errors) => {
      const byStatus = Map.groupBy(errors, ({ status }) => status);
      const statuses = [...byStatus].sort(([left], [right]) => left - right);
      return Object.fromEntries(statuses.map(([status, group]) => [status, response(sorted(group))]));
    },
    responses: () => Object.fromEntries([...known].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

const sorted = (errors: readonly ErrorDeclaration[]): readonly ErrorDeclaration[] =>
  [...errors].sort((left, right) => (left.code < right.code ? -1 : 1));

const waits = new Set([429, 503]);

function document(errors: readonly ErrorDeclaration[], catalog: SchemaCatalog): JsonSchema {
  const status = errors[0]?.status ?? 500;
  return {
    description: errors.map(({ code, summary }) => `\`${code}\`: ${summary}`).join("\n\n"),
    headers: {
      "X-Request-Id": refTo("headers", "X-Request-Id"),
      ...(waits.has(status) ? { "Retry-After": refTo("headers", "Retry-After") } : {}),
      ...(status === 401 ? { "WWW-Authenticate": refTo("headers", "WWW-Authenticate") } : {}),
    },
    content: {
      "application/json": form(errors, catalog, "Error", envelopeSchema),
      "application/problem+json": form(errors, catalog, "Problem", problemSchema),
    },
  };
}

type SchemaOf = (error: ErrorDeclaration, catalog: SchemaCatalog) => JsonSchema;

function form(
  errors: readonly ErrorDeclaration[],
  catalog: SchemaCatalog,
  suffix: string,
  schemaOf: SchemaOf,
): JsonSchema {
  const refs = errors.map((error) => ({
    code: error.code,
    schema: catalog.named(pascalCase(error.code) + suffix, schemaOf(error, catalog)),
  }));
  const schemas = catalog.schemas();
  const [only] = refs;
  return {
    schema: refs.length === 1 && only ? only.schema : { anyOf: refs.map(({ schema }) => schema) },
    examples: Object.fromEntries(
      refs.map(({ code, schema }) => [code, { value: exampleOf(schema, schemas) }]),
    ),
  };
}

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

/** Fields that only a broken rule fills; a declared error's details are `data`. */
const factsOf = ({ code, details }: ErrorDeclaration, catalog: SchemaCatalog) => ({
  details: {
    type: "array",
    items: refTo("schemas", "FieldIssue"),
    ...(code === "VALIDATION_FAILED" ? {} : { maxItems: 0 }),
  },
  data: code === "VALIDATION_FAILED" ? { type: "object" } : catalog.output(details),
});

const envelopeSchema: SchemaOf = (error, catalog) =>
  object({
    error: object({
      code: { type: "string", const: error.code },
      message: { type: "string", examples: [error.summary] },
      ...factsOf(error, catalog),
    }),
    meta: refTo("schemas", "ErrorMeta"),
  });

const problemSchema: SchemaOf = (error, catalog) =>
  object({
    type: { type: "string", format: "uri", const: `${product.errorUrn}${error.code}` },
    title: {
      type: "string",
      examples: [error.code.charAt(0) + error.code.slice(1).toLowerCase().replaceAll("_", " ")],
    },
    status: { type: "integer", const: error.status },
    detail: { type: "string", examples: [error.summary] },
    code: { type: "string", const: error.code },
    ...factsOf(error, catalog),
    meta: refTo("schemas", "ErrorMeta"),
  });
