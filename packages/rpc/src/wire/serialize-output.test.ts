import fc from "fast-check";
import { SuperJSON } from "superjson";
import { describe, expect, test, vi } from "vitest";
import { serializeOutput } from "./serialize-output.ts";
import { superjsonCodec } from "./superjson-codec.ts";

const reference = new SuperJSON();
const wire = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload));

class Money {
  readonly amountMinor = 1;
}

const key = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("a.b", ".", "a\\", "\\.", "\\\\", "", "0", "10", "toString", "toJSON"),
  )
  .filter((name) => !["__proto__", "constructor", "prototype"].includes(name));

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, undefined, true, false, 0),
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }),
  ),
})).value;

const adversarial = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    plain,
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
    fc.bigInt(),
    fc.date(),
    fc.constantFrom(/a.b/giu, new URL("http://a.test/?b"), new Error("text"), Symbol("s"), () => 1),
    fc.constant(null).map(() => new Money()),
    fc.sparseArray(tie("value"), { maxNumElements: 4, maxLength: 6 }),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.uint8Array({ maxLength: 3 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    tie("value").map((shared) => ({ first: shared, nested: { second: [shared] } })),
  ),
})).value;

describe("what is written", () => {
  test.each([
    ["plain", plain],
    ["adversarial", adversarial],
  ])("is what superjson writes: %s values", (_name, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(wire(serializeOutput(value))).toStrictEqual(wire(reference.serialize(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  const at = new Date(0);
  const cycle: Record<string, unknown> = { at };
  cycle.self = cycle;
  class Day extends Date {}
  test.each<[string, unknown]>([
    ["an object that holds itself", cycle],
    ["one date in two places", { from: at, to: at }],
    ["one row in two places", { rows: [cycle, cycle] }],
    ["equal bigints", { a: 1n, b: 1n }],
    ["an invalid date", { at: new Date(Number.NaN) }],
    ["a subclass of Date", { day: new Day(0) }],
    ["a bare date", at],
    ["nothing", undefined],
    ["a hole", { list: Object.assign([1], { 2: new Date(0) }) }],
    ["lone surrogates and NUL", { "\ud800": "\udfff\0" }],
    ["an object without prototype", Object.assign(Object.create(null), { at })],
    ["a year beyond 9999", { at: new Date(8.64e15) }],
  ])("is what superjson writes: %s", (_name, value) => {
    expect(wire(serializeOutput(value))).toStrictEqual(wire(reference.serialize(value)));
  });

  test.each(["__proto__", "constructor", "prototype"])(
    "never has a key %s: it throws as superjson does",
    (name) => {
      const value = JSON.parse(`{"a":[{"${name}":1}]}`);
      expect(() => serializeOutput(value)).toThrow(`Detected property ${name}`);
    },
  );

  test("shares nothing with the value, which stays as it was", () => {
    const value = { rows: [{ at: new Date(0), note: undefined }] };
    const { json } = serializeOutput(value);
    expect(json).not.toBe(value);
    expect(value).toStrictEqual({ rows: [{ at: new Date(0), note: undefined }] });
  });
});

test("plain rows with dates and absent fields are written without superjson", () => {
  const serialize = vi.spyOn(superjsonCodec, "serialize");
  const row = () => ({
    id: "a.b",
    at: new Date(0),
    "a.b": { at: new Date(1) },
    note: undefined,
    tags: ["x", null],
  });
  serializeOutput({ items: [row(), row()], page: { limit: 20, hasNext: false } });
  expect(serialize).not.toHaveBeenCalled();
  serializeOutput({ items: new Set() });
  expect(serialize).toHaveBeenCalledOnce();
  serialize.mockRestore();
});
