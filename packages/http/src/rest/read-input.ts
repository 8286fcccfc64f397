import type { FieldIssue } from "@ashlar/contracts";
import { InvalidInput, MalformedRequest } from "@ashlar/rpc";
import type { InputPlan } from "./input-plan.ts";
import { queryFields } from "./query-string.ts";

type Fields = Record<string, unknown>;

/** What a request says, in the three places where it can say it. */
export type RequestParts = {
  /** Path parameters, still percent-encoded. */
  readonly parameters: readonly string[];
  /** Behind the `?`; empty for none. */
  readonly query: string;
  /** Parsed JSON; undefined for none. */
  readonly body: unknown;
};

/**
 * Puts path, query string and body together to the input that the entry's schema then judges.
 *
 * @returns undefined for a procedure without input that was sent none.
 * @throws InvalidInput for a query parameter where the input is the body, or a body that contradicts the path.
 * @throws MalformedRequest 400 for a path parameter that is not percent-encoded UTF-8.
 */
export function readInput(plan: InputPlan, { parameters, query, body }: RequestParts): unknown {
  const input: Fields = {};
  if (query !== "") {
    const fields = queryFields(query);
    if (plan.takesBody) refuseQuery(Object.keys(fields));
    for (const [name, text] of Object.entries(fields)) {
      if (plan.isStream && name === "lastEventId") continue;
      const field = plan.fields.get(name);
      define(input, name, field?.place === "query" ? field.read(text) : text);
    }
  }
  if (plan.takesBody && body !== undefined) {
    const read = plan.readJson ? plan.readJson(body) : body;
    // What is no object has no fields to merge: the schema refuses it as a whole.
    if (!isFields(read)) return read;
    for (const name of Object.keys(read)) define(input, name, read[name]);
  }
  for (const [index, field] of plan.pathFields.entries()) {
    const value = field.read(decoded(parameters[index] ?? ""));
    if (Object.hasOwn(input, field.name) && input[field.name] !== value) refuseTwice(field.name);
    input[field.name] = value;
  }
  return plan.hasInput || Object.keys(input).length > 0 ? input : undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A stranger's `__proto__` becomes a field like any other, which the schema then refuses by name. */
function define(input: Fields, name: string, value: unknown): void {
  if (name === "__proto__") {
    Object.defineProperty(input, name, { value, enumerable: true, writable: true, configurable: true });
  } else input[name] = value;
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new MalformedRequest(400, "MALFORMED_PATH", "The path is not percent-encoded UTF-8.");
  }
}

function refuseQuery(names: readonly string[]): void {
  if (names.length > 0) {
    throw new InvalidInput(names.map((name) => issue(name, "unknown parameter", "belongs into the body")));
  }
}

function refuseTwice(name: string): never {
  throw new InvalidInput([issue(name, "equal to the path", "differs from the path")]);
}

const issue = (field: string, constraint: string, message: string): FieldIssue => ({
  field: field.slice(0, 200).toWellFormed(),
  constraint,
  message,
});
