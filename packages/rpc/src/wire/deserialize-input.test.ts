import fc from "fast-check";
import superjson, { SuperJSON } from "superjson";
import { describe, expect, test } from "vitest";
import { deserializeInput } from "./deserialize-input.ts";
import { MalformedInput } from "./malformed-input.ts";
import { UnreadableFields } from "./unreadable-fields.ts";

const overTheWire = (value: unknown): unknown => JSON.parse(superjson.stringify(value));

const key = fc.oneof(fc.string(), fc.constantFrom("a.b", "a\\", "\\.", "", "0", "toString", "length"));
const safeKey = key.filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
const input = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, true),
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.date({ noInvalidDate: true, min: new Date("0000-01-01"), max: new Date("9999-12-31") }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(safeKey, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.uniqueArray(fc.string(), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.tuple(fc.integer(), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.webUrl().map((url) => new URL(url)),
  ),
})).value;

describe("a well-formed input", () => {
  test("is read as superjson reads it, whatever it holds", () => {
    fc.assert(
      fc.property(input, (value) => {
        const expected: unknown = superjson.deserialize(superjson.serialize(value));
        expect(deserializeInput(overTheWire(value))).toStrictEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("keeps both places of a value that the client used twice", () => {
    const at = new Date(0);
    const twice = deserializeInput(overTheWire({ from: at, to: at }));
    expect(twice).toStrictEqual({ from: at, to: at });
  });

  test("is undefined when the payload is empty", () => {
    expect(deserializeInput({})).toBeUndefined();
  });

  test("may leave out the version of its meta, as one written by hand does", () => {
    const payload = { json: { at: "1970-01-01T00:00:00.000Z" }, meta: { values: { at: ["Date"] } } };
    expect(deserializeInput(payload)).toStrictEqual({ at: new Date(0) });
  });
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const withValues = (json: unknown, values: unknown): unknown => ({ json, meta: { values, v: 1 } });

describe("a field is refused by its name", () => {
  test.each<[string, unknown, unknown]>([
    ["a type that does not exist", 1, ["nothing"]],
    ["a RegExp", "/(a+)+$/", ["regexp"]],
    ["an Error", { name: "Error", message: "x" }, ["Error"]],
    ["a symbol", "x", [["symbol", "x"]]],
    ["a typed array", 1e9, [["typed-array", "Float64Array"]]],
    ["a class", {}, [["class", "User"]]],
    ["a type of somebody's own", "1.5", [["custom", "decimal"]]],
    ["an undefined that says something", 5, ["undefined"]],
    ["a bigint that is none", "x", ["bigint"]],
    ["a bigint that is empty", "", ["bigint"]],
    ["a bigint that takes seconds to read", "9".repeat(90_000), ["bigint"]],
    ["a number in digits", "5", ["number"]],
    ["a number that is empty", "", ["number"]],
    ["a set that is none", 5, ["set"]],
    ["a set that is a text", "ab", ["set"]],
    ["a map that is none", [1], ["map"]],
    ["a map of pairs of three", [[1, 2, 3]], ["map"]],
    ["a URL that is none", "x", ["URL"]],
    ["a date that is null", null, ["Date"]],
    ["a date that is a number", 5, ["Date"]],
    ["a day that does not exist", "2026-02-30T00:00:00.000Z", ["Date"]],
    ["a date beyond four digits", "+010000-01-01T00:00:00.000Z", ["Date"]],
    ["a date that an offset leads beyond four digits", "9999-12-31T23:59:59-01:00", ["Date"]],
  ])("%s", (_name, value, annotation) => {
    const named = (payload: unknown) => {
      const read = deserializeInput(payload);
      expect(read).toBeInstanceOf(UnreadableFields);
      return (read as UnreadableFields).issues.map(({ field }) => field);
    };
    expect(named(withValues({ a: value }, { a: annotation }))).toEqual(["a"]);
    expect(named(withValues({ a: [{ "b.c": value }] }, { "a.0.b\\.c": annotation }))).toEqual(["a.0.b.c"]);
    expect(named(withValues({ a: [value] }, { a: ["set", { 0: annotation }] }))).toEqual(["a.0"]);
    expect(named(withValues(value, annotation))).toEqual([""]);
  });

  test("a copy that was left out, or says something else than the value that it refers to", () => {
    const from = { at: new Date(0) };
    const dedupe = new SuperJSON({ dedupe: true });
    const named = (payload: unknown) => (deserializeInput(payload) as UnreadableFields).issues;
    expect(named(JSON.parse(dedupe.stringify({ from, to: from })))).toMatchObject([{ field: "to" }]);
    const other = { json: { a: { x: 1 }, b: { x: 2 } }, meta: { referentialEqualities: { a: ["b"] } } };
    expect(named(other)).toMatchObject([{ field: "b", message: expect.stringContaining("in full") }]);
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(named(overTheWire(cycle))).toMatchObject([{ field: "self" }]);
  });
});

describe("a malformed input is refused as such", () => {
  test.each<[string, unknown]>([
    ["null", null],
    ["a string", "x"],
    ["an array", [1]],
    ["a polluting key", JSON.parse('{"json":{"__proto__":{"isAdmin":true}}}')],
    ["a polluting key deep inside", { json: { list: [{ a: { constructor: { prototype: 1 } } }] } }],
    ["a polluting path", withValues({ a: 1 }, { "__proto__.x": ["undefined"] })],
    ["an inherited member", withValues({ a: 1 }, { toString: ["undefined"] })],
    ["meta that is a string", { json: 1, meta: "x" }],
    ["an unknown version", { json: 1, meta: { values: ["Date"], v: 2 } }],
    ["values that are a number", withValues(1, 7)],
    ["no `json`, with fields in its place", { limit: 1 }],
    ["fields beside `json`", { json: { limit: 1 }, limit: 2 }],
    ["annotations of nothing", { meta: { values: ["undefined"] } }],
    ["equalities that are a text", { json: { a: 1 }, meta: { referentialEqualities: "x" } }],
    ["equalities outside of the value", { json: { a: 1 }, meta: { referentialEqualities: { a: ["b"] } } }],
    [
      "equalities into a prototype",
      { json: { a: 1 }, meta: { referentialEqualities: { a: ["__proto__.b"] } } },
    ],
    ["a path outside the value", withValues({ a: 1 }, { "b.c": ["Date"] })],
    ["an index that would stretch an array", withValues({ a: [1] }, { "a.4294967294": ["undefined"] })],
    ["the length of an array", withValues({ a: [1] }, { "a.length": ["undefined"] })],
    ["an unfinished escape", withValues({ a: 1 }, { "a\\": ["Date"] })],
    ["65 levels", { json: nested(65) }],
    ["50,000 levels", { json: JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) }],
  ])("%s", (_name, payload) => {
    expect(() => deserializeInput(payload)).toThrow(MalformedInput);
  });

  // superjson alone needs minutes for it, which is longer than a test may take.
  test("at once, when its meta was made to be slow to walk", () => {
    const children = Object.fromEntries(
      Array.from({ length: 25_000 }, (_, index) => [`k${index}`, ["bigint"]]),
    );
    const payload = withValues({ a: 1 }, { [`a${".a".repeat(400_000)}`]: ["set", children] });
    expect(() => deserializeInput(payload)).toThrow(MalformedInput);
  });

  test("and nothing else is thrown, nor a prototype changed, whatever JSON arrives", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const tree = fc.oneof(
      json,
      fc.dictionary(
        fc.constantFrom("a", "a.0", "a.b", "b", "", "0", "__proto__", "a.__proto__", "toString", "a\\"),
        fc.oneof(
          json,
          fc.constantFrom(["Date"], ["set"], ["map", { "0.1": ["bigint"] }], ["URL"], ["number"]),
        ),
      ),
    );
    const value = fc.oneof(json, fc.dictionary(fc.constantFrom("a", "b", ""), json));
    fc.assert(
      fc.property(value, tree, fc.constantFrom(0, 1, undefined, "1"), (json, values, v) => {
        try {
          deserializeInput(JSON.parse(JSON.stringify({ json, meta: { values, v } })));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedInput);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
