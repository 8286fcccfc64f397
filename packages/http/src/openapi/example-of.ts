import type { JsonSchema } from "./json-schema.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * Makes an example of a schema: the first of everything it offers, and what a field's name suggests.
 *
 * @param schemas - Where references lead.
 */
export function exampleOf(schema: JsonSchema, schemas: Schemas, name = ""): unknown {
  const { $ref, examples, type, allOf, anyOf, oneOf } = schema;
  if (typeof $ref === "string") return exampleOf(schemas[$ref.replace(/.*\//, "")] ?? {}, schemas, name);
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if ("default" in schema) return schema.default;
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [branch] = [anyOf, oneOf, type === undefined ? allOf : []].find(Array.isArray) ?? [];
  if (branch !== undefined) return exampleOf(branch, schemas, name);
  switch (Array.isArray(type) ? type[0] : type) {
    case "object":
      return exampleObject(schema, schemas);
    case "array":
      return schema.maxItems === 0 ? [] : [exampleOf(schemaIn(schema.items), schemas, name)];
    case "integer":
    case "number":
      return numbers[name] ?? Math.max(1, Number(schema.minimum ?? 1));
    case "boolean":
      return !name.endsWith("Previous");
    case "string":
      return exampleText(schema, name);
    default:
      return null;
  }
}

function exampleObject({ properties }: JsonSchema, schemas: Schemas): unknown {
  const fields = Object.entries(schemaIn(properties));
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(schemaIn(field), schemas, name)]));
}

// Sound: where JSON Schema has a schema, or schemas by name, there is an object.
const schemaIn = (keyword: unknown): JsonSchema => (keyword ?? {}) as JsonSchema;

const formats: Readonly<Record<string, string>> = {
  uuid: "019a9d1c-7c00-7000-8000-000000000001",
  "date-time": "2026-01-02T03:04:05.678Z",
  email: "ada@example.org",
  uri: "https://example.org/",
};

const texts: Readonly<Record<string, string>> = {
  name: "Ada Lovelace",
  email: "ada@example.org",
  title: "On the Analytical Engine",
  slug: "on-the-analytical-engine",
  body: "The engine weaves algebraic patterns.",
  self: "/api/v1/posts?limit=20",
  first: "/api/v1/posts?limit=20",
  next: "/api/v1/posts?limit=20&cursor=bmV4dA",
  userAgent: "Mozilla/5.0",
  address: "203.0.113.7",
};

const numbers: Readonly<Record<string, number>> = { limit: 20, durationMs: 1.25, retryAfterSeconds: 1 };

/** What texts look like that a pattern asks for: codes, digits, tokens. */
const codes: readonly string[] = ["ABC-123", "123456", "abc123", "ABC123", "0".repeat(32), "0".repeat(64)];

/** A text that no example here fits is shown by its name alone; `.meta({ examples: [...] })` gives it one. */
function exampleText(schema: JsonSchema, name: string): string {
  const format = formats[String(schema.format)];
  if (format !== undefined) return format;
  if (/password/i.test(name)) return "correct-horse-battery-staple";
  const text = texts[name] ?? (name === "" ? "text" : name);
  const shortest = Number(schema.minLength ?? 0);
  const fitting = text.padEnd(shortest, "-").slice(0, Number(schema.maxLength ?? Number.POSITIVE_INFINITY));
  return [fitting, ...codes].find((candidate) => isAllowed(candidate, schema)) ?? fitting;
}

function isAllowed(candidate: string, { pattern, minLength, maxLength, allOf }: JsonSchema): boolean {
  if (candidate.length < Number(minLength ?? 0) || candidate.length > Number(maxLength ?? 1_000))
    return false;
  if (typeof pattern === "string" && !new RegExp(pattern, "u").test(candidate)) return false;
  return !Array.isArray(allOf) || allOf.every((part) => isAllowed(candidate, schemaIn(part)));
}
