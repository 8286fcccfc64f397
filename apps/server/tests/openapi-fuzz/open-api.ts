/** The part of an OpenAPI document that the fuzzer reads. */
export type Schema = { readonly [keyword: string]: unknown };

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
};

export type Response = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };

export type Operation = {
  readonly operationId: string;
  readonly method: string;
  /** With the base path, parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined where no body is taken. */
  readonly bodySchema: Schema | undefined;
  readonly responses: Readonly<Record<string, Response>>;
};

export type OpenApi = {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
};

/** Reads a document as a stranger does: from its text alone. */
export function readOpenApi(text: string): OpenApi {
  const document = JSON.parse(text);
  const base = document.servers[0].url;
  const resolved = (node: Schema): Schema =>
    typeof node.$ref === "string"
      ? node.$ref
          .slice(2)
          .split("/")
          .reduce((at, key) => at[key], document)
      : node;
  const operations = Object.entries<Record<string, Schema>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, parameters = [], requestBody, responses } = Object(operation);
      return {
        operationId,
        method: method.toUpperCase(),
        path: base + path,
        parameters: parameters.map(resolved),
        bodySchema: requestBody?.content["application/json"].schema,
        responses: Object.fromEntries(
          Object.entries<Schema>(responses).map(([status, response]) => [status, resolved(response)]),
        ),
      };
    }),
  );
  return { operations, schemas: document.components.schemas };
}
