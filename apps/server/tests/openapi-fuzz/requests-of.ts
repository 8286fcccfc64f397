import fc from "fast-check";
import type { OpenApi, Operation, Parameter } from "./open-api.ts";
import { type Known, valuesOf } from "./values-of.ts";

/** A request in parts, so that a part of it can be broken. */
export type FuzzRequest = {
  /** Percent-encoded values by parameter name. */
  readonly path: Readonly<Record<string, string>>;
  /** Encoded `name=value` pairs. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for none. */
  readonly body: string | undefined;
};

type Options = {
  readonly known: Known;
  /** `Authorization` values, with undefined for nobody. */
  readonly callers: readonly (string | undefined)[];
};

/** Generates requests that the document allows. */
export function requestsOf(api: OpenApi, operation: Operation, options: Options): fc.Arbitrary<FuzzRequest> {
  const context = { schemas: api.schemas, known: options.known };
  const parametersIn = (place: Parameter["in"]): fc.Arbitrary<Record<string, unknown>> => {
    const placed = operation.parameters.filter((parameter) => parameter.in === place);
    const values = Object.fromEntries(
      placed.map(({ name, schema }) => {
        if (place === "header") return [name, fc.uuid()];
        const value = valuesOf(schema, context, name);
        // No address can hold a segment `.` or `..`, however it is encoded.
        return [name, place === "path" ? value.filter((some) => some !== "." && some !== "..") : value];
      }),
    );
    return fc.record(values, {
      requiredKeys: placed.flatMap(({ name, required }) => (required ? [name] : [])),
    });
  };
  return fc
    .record({
      path: parametersIn("path"),
      query: parametersIn("query"),
      header: parametersIn("header"),
      body:
        operation.bodySchema === undefined ? fc.constant(undefined) : valuesOf(operation.bodySchema, context),
      caller: fc.constantFrom(...options.callers),
      accept: fc.constantFrom("*/*", "application/json", "application/problem+json"),
      address: fc.ipV4(),
    })
    .map(({ path, query, header, body, caller, accept, address }) => ({
      path: Object.fromEntries(Object.entries(path).map(([name, value]) => [name, encoded(value)])),
      query: Object.entries(query).flatMap(([name, value]) => pairs(name, value)),
      headers: {
        ...Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)])),
        accept,
        "x-forwarded-for": address,
        ...(caller === undefined ? {} : { authorization: caller }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }));
}

const encoded = (value: unknown): string => encodeURIComponent(String(value).toWellFormed());

/** Lists by commas, objects as `name[key]=value`, as the document's styles say. */
function pairs(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return [`${name}=${value.map(encoded).join(",")}`];
  if (typeof value !== "object" || value === null) return [`${name}=${encoded(value)}`];
  return Object.entries(value).map(([key, field]) => `${name}[${key}]=${encoded(field)}`);
}
