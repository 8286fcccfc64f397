import { expect, test } from "vitest";
import { z } from "zod";
import { fieldIssues } from "./field-issues.ts";

const complaints = (schema: z.ZodType, input: unknown) => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : fieldIssues(parsed.error.issues, input);
};

test("names the field by its path and the rule by its bound", () => {
  const schema = z.strictObject({
    items: z.array(z.object({ quantity: z.int().max(99) })),
    name: z.string().min(3),
  });
  expect(complaints(schema, { items: [{ quantity: 1 }, { quantity: 1e9 }], name: "ab" })).toMatchObject([
    { field: "items.1.quantity", constraint: "max 99", received: "1000000000" },
    { field: "name", constraint: "min 3", received: '"ab"' },
  ]);
});

test("calls a missing field required and an unknown field unknown", () => {
  const schema = z.strictObject({ title: z.string(), kind: z.enum(["a", "b"]) });
  expect(complaints(schema, { titel: "x" })).toMatchObject([
    { field: "title", constraint: "required" },
    { field: "kind", constraint: "required" },
    { field: "titel", constraint: "unknown field" },
  ]);
});

test("repeats nothing of a field that could hold a secret", () => {
  const schema = z.object({
    newPassword: z.string().min(15),
    apiKey: z.string().min(99),
    login: z.object({ token: z.string().min(9) }),
  });
  const issues = complaints(schema, { newPassword: "hunter2", apiKey: "k-1", login: { token: "t-1" } });
  expect(issues).toHaveLength(3);
  expect(JSON.stringify(issues)).not.toMatch(/hunter2|k-1|t-1/);
});

test("shortens what arrived to 64 characters and repairs broken Unicode", () => {
  const [issue] = complaints(z.object({ name: z.string().max(3) }), { name: `\ud800${"x".repeat(10_000)}` });
  expect(issue?.received).toHaveLength(64);
  expect(issue?.received?.isWellFormed()).toBe(true);
});

test("speaks of the branch of a union that comes closest", () => {
  const schema = z.object({
    at: z.union([z.object({ day: z.int().max(31) }), z.object({ week: z.int(), year: z.int() })]),
  });
  expect(complaints(schema, { at: { day: 40 } })).toMatchObject([{ field: "at.day", constraint: "max 31" }]);
});

test("survives keys of the prototype in the path", () => {
  const schema = z.record(z.string(), z.int());
  const input: unknown = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  for (const { field } of complaints(schema, input)) expect(["__proto__", "constructor"]).toContain(field);
});

test("says what is wrong whatever is sent where nothing is taken", () => {
  for (const sent of [{}, [], new Map(), new Set(["a"]), new URL("http://a.test"), 5n, Symbol("s"), null]) {
    expect(complaints(z.void(), sent)).toMatchObject([{ field: "", constraint: "type void" }]);
  }
  expect(complaints(z.void(), { a: 1 })).toMatchObject([{ field: "a", constraint: "unknown field" }]);
});

test("describes a value of any type", () => {
  const values = [
    5n,
    Symbol("s"),
    Number.NaN,
    -0,
    new Map(),
    new Date(0),
    new URL("http://a.test"),
    [1, 2],
    () => 1,
  ];
  const described = values.map((value) => complaints(z.string(), value)[0]?.received);
  expect(described).toEqual(["5n", "Symbol(s)", "NaN", "0", "map", "date", "url", "array of 2", "() => 1"]);
});
