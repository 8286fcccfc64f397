import { failureOf, type SurfaceContext } from "@ashlar/rpc";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from "graphql";
import { persistedText } from "./allowed-operations.ts";
import { eventAnswer } from "./event-answer.ts";
import type { GraphqlOptions } from "./graphql-options.ts";
import { limitsRule, operationLimits, requireAffordable } from "./operation-limits.ts";
import { type OperationRequest, readOperation } from "./read-operation.ts";
import { type ResolverContext, schemaOf } from "./schema.ts";
import { includesOf } from "./selected-includes.ts";
import { fieldName } from "./type-names.ts";

/** Answers requests of GraphQL; the schema is built once. */
export function graphqlHandler({ procedures, operations }: GraphqlOptions) {
  const schema = schemaOf(procedures);
  const rules = [...specifiedRules, limitsRule];
  const relations = new Map(
    procedures.map(({ path, entry }) => [fieldName(path), includesOf(entry.input)] as const),
  );

  /** @throws GraphQLError for a text that is not of the language. */
  const documentOf = (asked: OperationRequest): DocumentNode => {
    const text = operations ? persistedText(asked, operations) : asked.query;
    if (typeof text !== "string" || text === "") throw badRequest("Send the operation as `query`.");
    return parse(text, { maxTokens: operationLimits.tokens });
  };

  return async (request: Request, on: SurfaceContext): Promise<Response> => {
    const asked = await readOperation(request);
    try {
      const document = documentOf(asked);
      const errors = validate(schema, document, rules, { maxErrors: 10 });
      if (errors.length > 0) return failed(errors);
      const operation = getOperationAST(document, asked.operationName);
      if (!operation) throw badRequest("Name the operation that is meant with `operationName`.");
      if (operation.operation === "mutation" && request.method === "GET")
        return failed([badRequest("A mutation is sent by POST.")], 405);
      requireAffordable(document, asked.variables ?? {}, (field) => relations.get(field) ?? []);
      const contextValue: ResolverContext = { on };
      const args = {
        schema,
        document,
        contextValue,
        variableValues: asked.variables,
        operationName: asked.operationName,
      };
      if (operation.operation !== "subscription") return answered(await execute(args));
      const results = await subscribe(args);
      if (!(Symbol.asyncIterator in results)) return answered(results);
      return eventAnswer(results, written, on.context.request.signal);
    } catch (error) {
      if (error instanceof GraphQLError) return failed([error]);
      throw error;
    }
  };
}

const badRequest = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_REQUEST", status: 400 } });

/** The data that could be had, beside the errors of the fields that failed. */
const answered = (result: ExecutionResult): Response =>
  Response.json(written(result), { headers: { "content-type": "application/json" } });

/** Of an operation that was not run. */
function failed(errors: readonly GraphQLError[], status = 400): Response {
  const coded = errors.map((error) =>
    error.extensions.code === undefined
      ? new GraphQLError(withoutSuggestions(error.message), {
          ...(error.nodes && { nodes: error.nodes }),
          extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
        })
      : error,
  );
  return Response.json({ errors: coded }, { status });
}

/** A misspelt name is not answered with one that is there: the schema is read where it is published. */
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*$/, "");

/** What is no error of a call or of the language is a fault: its text stays here. */
const written = ({ errors, ...result }: ExecutionResult): object => ({
  ...result,
  ...(errors && { errors: errors.map(shown) }),
});

function shown(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) {
    const { originalError } = error;
    if (originalError === undefined || originalError instanceof GraphQLError) return error;
  }
  const { code, message, status } = failureOf(
    error instanceof GraphQLError ? error.originalError : error,
    undefined,
  );
  return new GraphQLError(message, {
    extensions: { code, status },
    ...(error instanceof GraphQLError && error.path && { path: error.path }),
  });
}
