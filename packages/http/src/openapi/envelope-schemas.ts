import { FieldIssue, PageInfo } from "@ashlar/contracts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import type { SchemaCatalog } from "./schema-catalog.ts";

const text: JsonSchema = { type: "string" };
const reference: JsonSchema = { type: "string", format: "uri-reference" };
const maybeReference: JsonSchema = { type: ["string", "null"], format: "uri-reference" };

const ids: Readonly<Record<string, JsonSchema>> = {
  requestId: {
    ...text,
    description: "Also `X-Request-Id`; finds the request in the logs.",
    examples: ["019a9d1c-7c00-7000-8000-000000000002"],
  },
  timestamp: { ...text, format: "date-time", description: "When the answer was made." },
};

const metaFields: Readonly<Record<string, JsonSchema>> = {
  ...ids,
  durationMs: { type: "number", description: "How long the server took, in milliseconds." },
};

/** Names the parts of the envelopes that every operation shares. */
export function nameEnvelopeSchemas(catalog: SchemaCatalog): void {
  catalog.named("FieldIssue", catalog.output(FieldIssue));
  catalog.named("Pagination", catalog.output(PageInfo));
  catalog.named("ErrorMeta", complete(ids));
  catalog.named("Meta", complete(metaFields));
  catalog.named("ListMeta", complete({ ...metaFields, pagination: refTo("schemas", "Pagination") }));
  catalog.named("Links", complete({ self: reference }));
  catalog.named("ListLinks", {
    ...complete({ self: reference, first: reference, prev: maybeReference, next: maybeReference }),
    properties: {
      self: reference,
      first: reference,
      prev: {
        ...maybeReference,
        description: "Null on the first page, and always where pages are not numbered.",
        examples: [null],
      },
      next: { ...maybeReference, description: "Null on the last page." },
      last: { ...reference, description: "With numbered pages only." },
    },
  });
}

const complete = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

export const responseHeaders: Readonly<Record<string, JsonSchema>> = {
  "X-Request-Id": { description: "The request's id, sent or made.", schema: text },
  "Retry-After": {
    description: "Seconds to wait before the next attempt.",
    schema: { type: "integer", minimum: 1 },
  },
  "WWW-Authenticate": { description: "How to authenticate.", schema: text },
  ETag: { description: "Weak tag of the resource's state, for `If-None-Match`.", schema: text },
  Location: { description: "Where what was created is.", schema: reference },
};
