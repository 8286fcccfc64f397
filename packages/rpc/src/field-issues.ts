import type { FieldIssue } from "@ashlar/contracts";
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** Fields whose values are never repeated to anybody. */
const secretField = /pass|token|secret|code|key|authorization/i;

/** Says what is wrong with an input, field by field, in terms of the rule and its bound. */
export const fieldIssues = (issues: readonly Issue[], input: unknown): FieldIssue[] =>
  issues.flatMap((issue) => flattened(named(issue, input))).map((issue) => fieldIssue(issue, input));

/** Where a procedure takes no input, every field that was sent is an unknown one. */
const named = (issue: Issue, input: unknown): Issue => {
  if (issue.code !== "invalid_type" || issue.expected !== "void") return issue;
  const keys = typeof input === "object" && input !== null ? Object.keys(input) : [];
  return keys.length === 0 ? issue : { code: "unrecognized_keys", keys, path: [], message: issue.message };
};

/** An unknown key is a complaint about that key, and a union's complaints are those of its closest branch. */
function flattened(issue: Issue): Issue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
  }
  if (issue.code === "invalid_union") {
    const [closest] = [...issue.errors].sort((left, right) => left.length - right.length);
    if (closest && closest.length > 0) {
      return closest.flatMap((inner) =>
        flattened({ ...inner, path: [...issue.path, ...inner.path] } as Issue),
      );
    }
  }
  return [issue];
}

function fieldIssue(issue: Issue, input: unknown): FieldIssue {
  const field = issue.path.map(String).join(".");
  const value = valueAt(input, issue.path);
  const received = secretField.test(field) || value === undefined ? undefined : shortened(value);
  return {
    field,
    constraint: constraintOf(issue, value),
    message: issue.code === "unrecognized_keys" ? "is not a field of this input" : issue.message,
    ...(received === undefined ? {} : { received }),
  };
}

function constraintOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? "required" : `type ${issue.expected}`;
    case "too_big":
      return `max ${issue.maximum}`;
    case "too_small":
      return `min ${issue.minimum}`;
    case "invalid_format":
      return issue.format;
    case "not_multiple_of":
      return `multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return "unknown field";
    case "invalid_value":
      return value === undefined ? "required" : `one of ${issue.values.map(String).join(", ")}`;
    case "custom":
      return typeof issue.params?.constraint === "string" ? issue.params.constraint : "custom";
    default:
      return issue.code;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** At most 64 characters of what arrived, in JSON where it has a JSON form. */
function shortened(value: unknown): string {
  const text = described(value);
  return text.length <= 64 ? text.toWellFormed() : `${text.slice(0, 63).toWellFormed()}…`;
}

/** Never throws: the value is a stranger's, of any type. */
function described(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" && value !== null ? kindOf(value) : String(value);
}

/** `map`, `set`, `date`, `url`; an array with its length. */
const kindOf = (value: object): string =>
  Array.isArray(value)
    ? `array of ${value.length}`
    : Object.prototype.toString.call(value).slice(8, -1).toLowerCase();
