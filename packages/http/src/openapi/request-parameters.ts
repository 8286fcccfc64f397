import { coreOf } from "@ashlar/rpc";
import type { InputField } from "../rest/input-plan.ts";
import type { Operation } from "../rest/operation.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import type { SchemaCatalog } from "./schema-catalog.ts";

/** Documents what of an operation's input travels in the path, the query string and headers. */
export function requestParameters(operation: Operation, catalog: SchemaCatalog): readonly JsonSchema[] {
  const fields = [...operation.input.fields.values()].filter(
    ({ place, schema }) => place !== "body" && !isAlwaysEmpty(schema),
  );
  const isConditional = operation.method === "GET" && operation.answer === "resource";
  return [
    ...fields.map((field) => parameter(field, catalog)),
    ...(isConditional ? [refTo("parameters", "If-None-Match")] : []),
    ...(operation.answer === "stream" ? [refTo("parameters", "Last-Event-ID")] : []),
    ...(operation.entry.idempotency === "key" ? [refTo("parameters", "Idempotency-Key")] : []),
  ];
}

/** A list of names where none is allowed, such as `include` of a resource that refers to nothing. */
function isAlwaysEmpty(schema: InputField["schema"]): boolean {
  const { def } = coreOf(schema)._zod;
  if (def.type !== "array") return false;
  const element = coreOf(def.element)._zod.def;
  return element.type === "enum" && Object.keys(element.entries).length === 0;
}

function parameter({ name, place, schema, isRequired }: InputField, catalog: SchemaCatalog): JsonSchema {
  const description = place === "query" ? listFields[name] : undefined;
  return {
    name,
    in: place,
    required: isRequired,
    ...(description === undefined ? {} : { description }),
    ...styleOf(coreOf(schema)._zod.def.type),
    schema: catalog.input(schema),
  };
}

function styleOf(type: string): JsonSchema {
  if (type === "array") return { style: "form", explode: false };
  return type === "object" ? { style: "deepObject", explode: true } : {};
}

/** What the parameters of every list mean. */
const listFields: Readonly<Record<string, string>> = {
  page: "Numbered page, from 1; not together with `cursor`.",
  limit: "Items on a page.",
  cursor: "Where the page before ended: its `nextCursor`, for the same `sort` and `order`.",
  sort: "Field to sort by.",
  order: "Direction of the sort.",
  filter: "Fields that items must have: `filter[field]=value`.",
  include: "Related resources to put into each item, separated by commas.",
  q: "Words to find.",
};

export const sharedParameters: Readonly<Record<string, JsonSchema>> = {
  "If-None-Match": {
    name: "If-None-Match",
    in: "header",
    description: "The `ETag` of an earlier answer; while it is current the answer is 304.",
    schema: { type: "string" },
  },
  "Last-Event-ID": {
    name: "Last-Event-ID",
    in: "header",
    description: "The `id` of the last event that was seen: the stream continues after it.",
    schema: { type: "string" },
  },
  "Idempotency-Key": {
    name: "Idempotency-Key",
    in: "header",
    required: true,
    description: "New for every call; a repetition with the same key gets the first answer.",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
  },
};
