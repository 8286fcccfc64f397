import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { deserializeInput } from "./deserialize-input.ts";
import { MalformedInput } from "./malformed-input.ts";

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
    fc.date({ noInvalidDate: true }),
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

  test("is undefined when the payload has no `json`", () => {
    expect(deserializeInput({})).toBeUndefined();
  });

  test("may leave out the version of its meta, as one written by hand does", () => {
    const payload = { json: { at: "1970-01-01T00:00:00.000Z" }, meta: { values: { at: ["Date"] } } };
    expect(deserializeInput(payload)).toStrictEqual({ at: new Date(0) });
  });
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const withValues = (json: unknown, values: unknown): unknown => ({ json, meta: { values, v: 1 } });

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
    ["a type that does not exist", withValues({ a: 1 }, { a: ["nothing"] })],
    ["a RegExp", withValues({ a: "/(a+)+$/" }, { a: ["regexp"] })],
    ["a typed array", withValues({ a: 1e9 }, { a: [["typed-array", "Float64Array"]] })],
    ["a class", withValues({ a: {} }, { a: [["class", "User"]] })],
    ["a bigint that is none", withValues({ a: "x" }, { a: ["bigint"] })],
    ["a set that is none", withValues({ a: 5 }, { a: ["set"] })],
    ["a map that is none", withValues({ a: [1] }, { a: ["map"] })],
    ["a URL that is none", withValues({ a: "x" }, { a: ["URL"] })],
    ["a path outside the value", withValues({ a: 1 }, { "b.c": ["Date"] })],
    ["an index that would stretch an array", withValues({ a: [1] }, { "a.4294967294": ["undefined"] })],
    ["the length of an array", withValues({ a: [1] }, { "a.length": ["undefined"] })],
    ["an unfinished escape", withValues({ a: 1 }, { "a\\": ["Date"] })],
    ["65 levels", { json: nested(65) }],
    ["50,000 levels", { json: JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) }],
  ])("%s", (_name, payload) => {
    expect(() => deserializeInput(payload)).toThrow(MalformedInput);
  });

  test("at once, when its meta was made to be slow to walk", () => {
    const children = Object.fromEntries(
      Array.from({ length: 2_500 }, (_, index) => [`k${index}`, ["bigint"]]),
    );
    const payload = withValues({ a: 1 }, { [`a${".a".repeat(20_000)}`]: ["set", children] });
    const startedAtMs = performance.now();
    expect(() => deserializeInput(payload)).toThrow(MalformedInput);
    // superjson alone needs 720 ms.
    expect(performance.now() - startedAtMs).toBeLessThan(600);
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
