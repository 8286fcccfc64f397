import { coreOf } from "@ashlar/rpc";
import type { Operation } from "../rest/operation.ts";
import { exampleOf } from "./example-of.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import type { SchemaCatalog } from "./schema-catalog.ts";

/** Documents what an operation answers when it succeeds, by status. */
export function successResponses(
  operation: Operation,
  catalog: SchemaCatalog,
): Readonly<Record<string, JsonSchema>> {
  const { entry, answer } = operation;
  const requestId = { "X-Request-Id": refTo("headers", "X-Request-Id") };
  switch (answer) {
    case "empty":
      return { 204: { description: "Done; there is nothing to tell.", headers: requestId } };
    case "stream":
      return {
        200: { description: streamText, headers: requestId, content: streamContent(operation, catalog) },
      };
    case "list":
      return {
        200: {
          description: "One page of the list.",
          headers: requestId,
          content: listContent(operation, catalog),
        },
      };
    case "resource": {
      const isRead = operation.method === "GET";
      return {
        [entry.success]: {
          description: entry.success === 201 ? "Created." : "Done.",
          headers: {
            ...requestId,
            ...(isRead ? { ETag: refTo("headers", "ETag") } : {}),
            ...(operation.location === undefined ? {} : { Location: refTo("headers", "Location") }),
          },
          content: envelope(catalog.output(entry.output), "Meta", "Links", catalog),
        },
        ...(isRead ? { 304: { description: "The caller has the current state.", headers: requestId } } : {}),
      };
    }
  }
}

const streamText =
  "Server-sent events: `id` is the position to resume after, by `Last-Event-ID`; `data` is one message as JSON.";

const streamContent = ({ entry }: Operation, catalog: SchemaCatalog): JsonSchema => ({
  "text/event-stream": { schema: { type: "string", contentSchema: catalog.output(entry.output) } },
});

function listContent({ entry }: Operation, catalog: SchemaCatalog): JsonSchema {
  const { def } = coreOf(entry.output)._zod;
  const items = def.type === "object" ? def.shape.items : undefined;
  return envelope(items === undefined ? {} : catalog.output(items), "ListMeta", "ListLinks", catalog);
}

function envelope(data: JsonSchema, meta: string, links: string, catalog: SchemaCatalog): JsonSchema {
  const schema = {
    type: "object",
    properties: { data, meta: refTo("schemas", meta), links: refTo("schemas", links) },
    required: ["data", "meta", "links"],
  };
  return { "application/json": { schema, example: exampleOf(schema, catalog.schemas()) } };
}
