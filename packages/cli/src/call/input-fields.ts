import { coreOf } from "@ashlar/rpc";
import { z } from "zod";

/** A field of an input as a flag: `filter.status` is `--filter.status`. */
export type InputField = {
  readonly name: string;
  readonly type: "text" | "number" | "boolean" | "date" | "json";
  /** Members of an enum; empty for any other type. */
  readonly values: readonly string[];
  /** May be given several times. */
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** Bounds and default in words; empty where there are none. */
  readonly rules: string;
};

/** The fields of an input, those of nested objects with dots; empty for an input that is no object. */
export function inputFields(schema: z.core.$ZodType, prefix = ""): readonly InputField[] {
  const { def } = coreOf(schema)._zod;
  if (def.type !== "object") return [];
  return Object.entries(def.shape).flatMap(([name, field]) => fieldsOf(`${prefix}${name}`, field));
}

function fieldsOf(name: string, schema: z.core.$ZodType): readonly InputField[] {
  const nested = inputFields(schema, `${name}.`);
  if (nested.length > 0) return nested;
  const { def } = coreOf(schema)._zod;
  const isList = def.type === "array";
  const inner = isList ? coreOf(def.element) : coreOf(schema);
  return [
    {
      name,
      type: typeOf(inner),
      values: membersOf(inner),
      isList,
      isRequired: !z.safeParse(schema, undefined).success,
      rules: rulesOf(schema),
    },
  ];
}

function typeOf(schema: z.core.$ZodType): InputField["type"] {
  const { def } = coreOf(schema)._zod;
  switch (def.type) {
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    case "object":
    case "record":
    case "union":
      return "json";
    default:
      return "text";
  }
}

function membersOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = coreOf(schema)._zod;
  return def.type === "enum" ? Object.values(def.entries).map(String) : [];
}

const rules = {
  minimum: (value: unknown) => `at least ${value}`,
  maximum: (value: unknown) => (value === Number.MAX_SAFE_INTEGER ? null : `at most ${value}`),
  minLength: (value: unknown) => `${value} or more characters`,
  maxLength: (value: unknown) => `at most ${value} characters`,
  minItems: (value: unknown) => `${value} or more`,
  maxItems: (value: unknown) => `at most ${value} of them`,
  format: (value: unknown) => String(value),
  default: (value: unknown) => `default ${typeof value === "string" ? value : JSON.stringify(value)}`,
} satisfies Readonly<Record<string, (value: unknown) => string | null>>;

function rulesOf(schema: z.core.$ZodType): string {
  const json: unknown = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(rules)
    .flatMap(([keyword, words]) => {
      const value: unknown = Reflect.get(Object(json), keyword);
      return value === undefined ? [] : [words(value) ?? ""];
    })
    .filter((words) => words !== "")
    .join(", ");
}
