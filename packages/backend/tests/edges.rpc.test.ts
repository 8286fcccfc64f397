import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { unknownId } from "./authorization/call-surface.ts";
import { type Target, targets } from "./authorization/cells.ts";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  token = await server.signIn("admin");
});
afterAll(() => server[Symbol.asyncDispose]());

type Schema = { readonly [keyword: string]: unknown };
type Path = readonly (string | number)[];
type Field = { readonly path: Path; readonly schema: Schema };

const asSchema = (value: unknown): Schema =>
  // Sound: `z.toJSONSchema` writes objects wherever a schema stands.
  (typeof value === "object" && value !== null ? value : {}) as Schema;
const inputOf = ({ entry }: Target): Schema =>
  asSchema(
    z.toJSONSchema(entry.input, {
      io: "input",
      reused: "inline",
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type !== "date") return;
        for (const { _zod } of zodSchema._zod.def.checks ?? []) {
          const { def } = _zod;
          if (!("value" in def)) continue;
          Object.assign(jsonSchema, { [def.check === "greater_than" ? "minimum" : "maximum"]: def.value });
        }
        Object.assign(jsonSchema, { type: "date" });
      },
    }),
  );
const branches = ({ anyOf, oneOf, allOf }: Schema): readonly Schema[] =>
  [anyOf, oneOf, allOf].flatMap((some) => (Array.isArray(some) ? some.map(asSchema) : []));

/** Every place of an input where a single value or a list stands. */
function fieldsOf(schema: Schema, path: Path = []): readonly Field[] {
  const { type, properties, items } = schema;
  if (type === "object") {
    return Object.entries(asSchema(properties)).flatMap(([name, field]) =>
      fieldsOf(asSchema(field), [...path, name]),
    );
  }
  const below = branches(schema).flatMap((branch) => fieldsOf(branch, path));
  if (type === "array") return [{ path, schema }, ...fieldsOf(asSchema(items), [...path, 0]), ...below];
  return typeof type === "string" ? [{ path, schema }, ...below] : below;
}

const isChoice = ({ enum: choices, const: only }: Schema): boolean =>
  choices !== undefined || only !== undefined;
const hasNumber = (schema: Schema, ...names: string[]): boolean =>
  names.some((name) => typeof schema[name] === "number");

/** What a field does not bound. */
function unbounded({ schema }: Field): readonly string[] {
  const missing = (...pairs: (readonly [string, boolean])[]) =>
    pairs.flatMap(([name, has]) => (has ? [] : [name]));
  if (isChoice(schema)) return [];
  switch (schema.type) {
    case "string":
      // A UUID has one length.
      if (schema.format === "uuid") return [];
      return missing(
        ["minLength", hasNumber(schema, "minLength")],
        ["maxLength", hasNumber(schema, "maxLength")],
      );
    case "integer":
    case "number":
      return missing(
        ["minimum", hasNumber(schema, "minimum", "exclusiveMinimum")],
        ["maximum", hasNumber(schema, "maximum", "exclusiveMaximum")],
      );
    case "array":
      return missing(["maxItems", hasNumber(schema, "maxItems")]);
    case "date":
      return missing(
        ["minimum", typeof schema.minimum === "string"],
        ["maximum", typeof schema.maximum === "string"],
      );
    default:
      return [];
  }
}

const withInput = targets().map((target) => ({ ...target, fields: fieldsOf(inputOf(target)) }));

test.each(withInput)("every field of $path has bounds", ({ fields }) => {
  const open = fields.flatMap((field) => unbounded(field).map((what) => `${field.path.join(".")} ${what}`));
  expect(open).toEqual([]);
});

/** Some value that a schema takes, as far as its rules are in JSON Schema. */
function example(schema: Schema, name = ""): unknown {
  const { type, properties, required, items, minItems, default: preset } = schema;
  if (preset !== undefined) return preset;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [branch] = branches(schema);
  if (type === undefined && branch !== undefined) return example(branch, name);
  if (type === "object") {
    const names = Array.isArray(required) ? required.map(String) : [];
    return Object.fromEntries(
      names.map((each) => [each, example(asSchema(asSchema(properties)[each]), each)]),
    );
  }
  if (type === "array")
    return Array.from({ length: Math.max(1, Number(minItems ?? 0)) }, () => example(asSchema(items)));
  if (type === "integer" || type === "number") return Math.max(1, Number(schema.minimum ?? 1));
  if (type === "date") return new Date("2030-01-01T00:00:00.000Z");
  if (type === "boolean") return true;
  if (schema.format === "uuid") return unknownId;
  const known: Readonly<Record<string, string>> = {
    email: `edge-${crypto.randomUUID()}@example.org`,
    password: "a long and winding road",
    sku: `EDGE-${crypto.randomUUID().slice(0, 8).toUpperCase()}`,
    url: "https://example.org/hook",
  };
  return known[name] ?? "a".repeat(Math.max(1, Number(schema.minLength ?? 1)));
}

type Edge = { readonly what: string; readonly value: unknown; readonly isRefused: boolean };
const edge = (what: string, value: unknown, isRefused = false): Edge => ({ what, value, isRefused });

/** Values at the edges of a field's type and of its bounds; those past a bound must be refused. */
function edgesOf({ schema }: Field): readonly Edge[] {
  const { type, minLength, maxLength, minimum, maximum, maxItems } = schema;
  if (isChoice(schema)) return [edge("another choice", "\u0000", true)];
  if (type === "string") {
    const most = Number(maxLength ?? 36);
    return [
      edge("empty", "", Number(minLength ?? 0) > 0 || schema.format === "uuid"),
      edge("longest", "a".repeat(most)),
      edge("too long", "a".repeat(most + 1), true),
      edge("NUL", "a\u0000b".repeat(6)),
      edge("a lone surrogate", "aaaaaaaaaaaaaaaaaaaaaa\ud800", true),
      edge("no text", 7, true),
    ];
  }
  if (type === "integer" || type === "number") {
    const [least, most] = [Number(minimum), Number(maximum)];
    return [
      edge("least", least),
      edge("most", most),
      edge("below", least - 1, Number.isSafeInteger(least - 1)),
      edge("above", most + 1, Number.isSafeInteger(most + 1)),
      edge("minus zero", -0),
      edge("huge", 1e308, true),
      edge("a fraction", 1.5, type === "integer"),
    ];
  }
  if (type === "array")
    return [edge("empty", []), edge("too many", Array(Number(maxItems) + 1).fill("a"), true)];
  if (type !== "date") return [];
  const [firstMs, lastMs] = [Date.parse(String(minimum)), Date.parse(String(maximum))];
  return [
    edge("first", new Date(firstMs)),
    edge("last", new Date(lastMs)),
    edge("before", new Date(firstMs - 1), true),
    edge("after", new Date(lastMs + 1), true),
  ];
}

/** The input with another value in one place. */
function changed(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") return [changed(Array.isArray(input) ? input[0] : undefined, rest, value)];
  const fields = asSchema(input);
  return { ...fields, [step]: changed(fields[step], rest, value) };
}

/** Where dates stand, as superjson says it. */
function datesIn(value: unknown, path: Path = []): readonly string[] {
  if (value instanceof Date) return [path.join(".")];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => datesIn(each, [...path, name]));
}

async function call({ path, entry }: Target, input: unknown): Promise<{ status: number; text: string }> {
  const dates = datesIn(input);
  const meta = dates.length > 0 && {
    meta: { values: Object.fromEntries(dates.map((at) => [at, ["Date"]])) },
  };
  // JSON has no minus zero of its own by `JSON.stringify`.
  const body = JSON.stringify({ json: input, ...meta }, (_, each) =>
    Object.is(each, -0) ? "<-0>" : each,
  ).replaceAll('"<-0>"', "-0");
  const isChange = entry.kind === "mutation";
  const answer = await fetch(
    `${server.url}/trpc/${path}${isChange ? "" : `?input=${encodeURIComponent(body)}`}`,
    {
      method: isChange ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${token}`,
        "idempotency-key": crypto.randomUUID(),
        ...(isChange && { "content-type": "application/json" }),
      },
      ...(isChange && { body }),
    },
  );
  if (entry.kind !== "subscription") return { status: answer.status, text: await answer.text() };
  const reader = answer.body?.getReader();
  const text = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const told = /"httpStatus":(\d+)/.exec(text)?.[1];
  return { status: told === undefined ? answer.status : Number(told), text };
}

/** Those that would end the session that all of them are called in. */
const leavesTheSession = new Set(["auth.login", "auth.register", "auth.resetPassword", "auth.verifyEmail"]);

test.each(withInput.filter(({ fields, path }) => fields.length > 0 && !leavesTheSession.has(path)))(
  "no edge of any field of $path is a fault, and what is past a bound is refused by its name",
  async (target) => {
    const base = example(inputOf(target));
    for (const field of target.fields) {
      const { path } = field;
      for (const { what, value, isRefused } of edgesOf(field)) {
        const { status, text } = await call(target, changed(base, path, value));
        const at = `${path.join(".")}: ${what}: ${text.slice(0, 300)}`;
        expect(status, at).toBeLessThan(500);
        if (!isRefused) continue;
        expect(status, at).toBe(422);
        expect(text, at).toContain(`"field":"${path.join(".")}`);
      }
    }
    expect(server.logged.filter(({ level }) => level === "error")).toEqual([]);
  },
  60_000,
);
