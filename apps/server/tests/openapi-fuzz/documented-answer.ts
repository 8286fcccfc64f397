import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { OpenApi, Operation, Schema } from "./open-api.ts";

export type Answer = {
  readonly status: number;
  readonly contentType: string | null;
  /** Parsed JSON; undefined for none. */
  readonly body: unknown;
};

/** Says how an answer differs from the document; empty when it does not. */
export type AnswerJudge = (operation: Operation, answer: Answer) => readonly string[];

/**
 * Holds answers to the document: status, media type, schema, and no field that the document does not name.
 *
 * The document leaves answers open for fields to come; today's answers hold none that it does not name.
 */
export function answerJudge({ schemas, operations }: OpenApi): AnswerJudge {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "api", components: { schemas: closed(schemas) } });
  const validators = new Map(
    operations.flatMap((operation) =>
      Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, { schema }]) => [
          `${operation.operationId} ${status} ${type}`,
          ajv.compile(within(closed(schema))),
        ]),
      ),
    ),
  );
  return (operation, { status, contentType, body }) => {
    const response = operation.responses[String(status)];
    if (response === undefined) return [`status ${status} is not documented`];
    if (response.content === undefined) return body === undefined ? [] : [`status ${status} has a body`];
    const validate = validators.get(`${operation.operationId} ${status} ${contentType}`);
    if (validate === undefined) return [`${contentType} is not documented for ${status}`];
    if (contentType === "text/event-stream" || validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** References lead into the document, wherever the schema stands. */
function within(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'));
}

function closed(node: Schema): Schema;
function closed(node: unknown): unknown;
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((member: unknown) => closed(member));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, closed(value)]);
  const isOpen = "properties" in node && !("additionalProperties" in node) && "type" in node;
  return Object.fromEntries(isOpen ? [...entries, ["additionalProperties", false]] : entries);
}
