import type { FieldIssue } from "@ashlar/contracts";
import { z } from "zod";
import { coreOf } from "./schema-core.ts";

type Check = (value: unknown, path: string) => readonly FieldIssue[];

const none: readonly FieldIssue[] = [];

/**
 * Plans, once per schema, how to find what is no plain object where a schema takes one.
 *
 * zod reads the fields of whatever is an object: a Map, Set, Date or URL passes as an object without fields, thus as a
 * filter that asks for nothing.
 *
 * @returns undefined where the schema takes no object.
 */
export function impostorsIn(
  schema: z.core.$ZodType,
): ((value: unknown) => readonly FieldIssue[]) | undefined {
  const check = checkOf(schema);
  return check && ((value) => check(value, ""));
}

function checkOf(schema: z.core.$ZodType): Check | undefined {
  const { def } = coreOf(schema)._zod;
  switch (def.type) {
    case "object":
      return fieldsCheck(def.shape);
    case "array":
      return itemsCheck(checkOf(def.element));
    case "record":
      return membersCheck(checkOf(def.valueType));
    case "union":
      return closestCheck(def.options.map((option) => checkOf(option)));
    default:
      return undefined;
  }
}

function fieldsCheck(shape: Readonly<Record<string, z.core.$ZodType>>): Check {
  const fields = Object.entries(shape).flatMap(([name, schema]) => {
    const check = checkOf(schema);
    return check === undefined ? [] : [[name, check] as const];
  });
  return (value, path) => {
    if (!isObject(value)) return none;
    if (!z.core.util.isPlainObject(value)) return [impostor(value, path)];
    let issues = none;
    for (const [name, check] of fields) {
      const member = value[name];
      if (member === undefined) continue;
      const found = check(member, below(path, name));
      if (found.length > 0) issues = [...issues, ...found];
    }
    return issues;
  };
}

const itemsCheck = (item: Check | undefined): Check | undefined =>
  item &&
  ((value, path) =>
    Array.isArray(value) ? value.flatMap((each, index) => item(each, below(path, String(index)))) : none);

/** zod itself demands a plain object of a record. */
const membersCheck = (member: Check | undefined): Check | undefined =>
  member &&
  ((value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, each]) => member(each, below(path, name)))
      : none);

/** Of a union, the branch with which least is wrong was meant; one that takes no object leaves it to zod. */
function closestCheck(checks: readonly (Check | undefined)[]): Check | undefined {
  if (checks.includes(undefined)) return undefined;
  return (value, path) => {
    const found = checks.map((check) => check?.(value, path) ?? none);
    return found.reduce((best, issues) => (issues.length < best.length ? issues : best));
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const below = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

const impostor = (value: object, field: string): FieldIssue => ({
  field,
  constraint: "type object",
  message: `Invalid input: expected a plain object, received ${kindOf(value)}`,
});

/** `Map`, `Set`, `Date`. */
const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);
