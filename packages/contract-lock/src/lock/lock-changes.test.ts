import { type ContractTree, defineError, event } from "@ashlar/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { act, type Edit, type Verdict } from "../../tests/corpus/edit.ts";
import { inputs } from "../../tests/corpus/input-edits.ts";
import { outputs } from "../../tests/corpus/output-edits.ts";
import { procedures } from "../../tests/corpus/procedure-edits.ts";
import type { Change } from "./change.ts";
import { lockChanges } from "./lock-changes.ts";
import { type LockSource, lockOf } from "./lock-of.ts";

const today = new Date("2026-06-15T00:00:00Z");

const lock = (contract: ContractTree, rest: Partial<LockSource> = {}) =>
  lockOf({ contract, transportErrors: [], events: {}, rolePermissions: {}, ...rest });

const changesOf = (before: ContractTree, after: ContractTree): Change[] =>
  lockChanges(lock(before), lock(after), today);

function verdictOf(changes: readonly Change[]): Verdict {
  if (changes.length === 0) return "none";
  return changes.some(({ isBreaking }) => isBreaking) ? "breaking" : "compatible";
}

const label = (verdict: Verdict) => `is ${verdict === "none" ? "no change" : verdict}`;
const corpora: readonly (readonly [string, readonly Edit[]])[] = [
  ["an input", inputs],
  ["an output", outputs],
  ["a procedure", procedures],
];

describe.each(corpora)("in %s", (_, edits) => {
  for (const { name, before, after, verdict, reversed, field } of edits) {
    it(`${name} ${label(verdict)}, its reverse ${label(reversed)}`, () => {
      const changes = changesOf(before, after);
      const back = changesOf(after, before);
      expect({ forth: verdictOf(changes), back: verdictOf(back) }, JSON.stringify([changes, back])).toEqual({
        forth: verdict,
        back: reversed,
      });
      if (verdict === "none") return;
      const decisive = changes.filter(({ isBreaking }) => isBreaking === (verdict === "breaking"));
      expect(decisive.map((change) => change.field)).toContain(field);
      for (const change of changes) {
        expect(change).toMatchObject({
          procedure: "things.act",
          what: expect.any(String),
          why: expect.any(String),
        });
      }
    });
  }
});

it("judges at least sixty edits, each in both directions", () => {
  expect(inputs.length + outputs.length + procedures.length).toBeGreaterThanOrEqual(60);
});

it("reports breaking changes first", () => {
  const wide = z.strictObject({ a: z.int().max(9), b: z.string() });
  const edited = z.strictObject({ a: z.int().max(8), b: z.string().optional() });
  const changes = changesOf(act({ input: edited }), act({ input: wide }));
  expect(changes.map(({ isBreaking }) => isBreaking)).toEqual([true, false]);
});

it("finds a change behind every procedure that shares the schema", () => {
  const tree = (maximum: number): ContractTree => ({
    one: act({ input: z.object({ n: z.int().max(maximum).meta({ id: "N" }) }) }),
    two: act({ input: z.object({ n: z.int().max(maximum).meta({ id: "N" }) }) }, "POST /others"),
  });
  expect(changesOf(tree(9), tree(8)).map(({ procedure }) => procedure)).toEqual([
    "one.things.act",
    "two.things.act",
  ]);
});

it("counts an error that any procedure can answer", () => {
  const timeout = defineError("TIMEOUT", 503, "It took too long.", z.object({}));
  const changes = lockChanges(lock({}), lock({}, { transportErrors: [timeout] }), today);
  expect(changes).toMatchObject([{ procedure: "*", field: "errors.TIMEOUT", isBreaking: true }]);
});

const placed = (version: number, data: z.ZodType, aggregate = "order") => {
  const upcasts = { 1: (old: unknown) => old };
  const declared = event("order.placed", { version, aggregate, summary: "Placed.", data, upcasts });
  return { events: { "order.placed": declared } };
};
const total = z.object({ total: z.int() });

it.each([
  ["an optional field", placed(1, total), placed(1, total.extend({ a: z.int().optional() })), "compatible"],
  [
    "a required field in the same version",
    placed(1, total),
    placed(1, total.extend({ a: z.int() })),
    "breaking",
  ],
  [
    "a required field in a new version",
    placed(1, total),
    placed(2, total.extend({ a: z.int() })),
    "compatible",
  ],
  ["a field less in a new version", placed(1, total), placed(2, z.object({})), "breaking"],
  ["a version taken back", placed(2, total), placed(1, total), "breaking"],
  ["another aggregate", placed(1, total), placed(1, total, "buyer"), "breaking"],
  ["a new event", { events: {} }, placed(1, total), "compatible"],
  ["an event less", placed(1, total), { events: {} }, "breaking"],
] as const)("in an event, %s is judged as promised", (_, before, after, verdict) => {
  const found = lockChanges(lock({}, before), lock({}, after), today);
  expect(verdictOf(found)).toBe(verdict);
  expect(found.every(({ procedure }) => procedure === "event:order.placed")).toBe(true);
});

it("counts a permission that a role loses", () => {
  const [more, less] = [{ rolePermissions: { staff: ["users:read"] } }, { rolePermissions: { staff: [] } }];
  expect(lockChanges(lock({}, more), lock({}, less), today)).toMatchObject([{ isBreaking: true }]);
  expect(lockChanges(lock({}, less), lock({}, more), today)).toMatchObject([{ isBreaking: false }]);
});

it.each([
  ["a map", z.map(z.string(), z.string())],
  ["a bigint", z.bigint()],
  ["a custom type", z.custom<string>()],
])("refuses %s, which JSON cannot carry, and says where", (_, schema) => {
  expect(() => lock(act({ input: z.object({ a: schema }) }))).toThrow(/^things\.act\.input: .+ at .+\.a /);
});

it("refuses two different schemas with one id", () => {
  const tree = { one: act({ output: z.object({ a: z.int() }).meta({ id: "A" }) }) };
  const other = {
    two: act({ output: z.object({ b: z.int() }).meta({ id: "A" }) }, "POST /others"),
  };
  expect(() => lock({ ...tree, ...other })).toThrow("Two different schemas have the id A");
});

it.each([
  [{ since: "2026-01-01", successor: "things.gone" }, 'there is no successor "things.gone"'],
  [{ since: "soon" }, '"soon" is no ISO 8601 date'],
  [{ since: "2026-01-01", sunset: "2026-13-01" }, '"2026-13-01" is no ISO 8601 date'],
  [{ since: "2026-01-01", sunset: "2025-01-01" }, "the sunset is before the deprecation"],
])("refuses the deprecation %j", (deprecated, problem) => {
  expect(() => lock(act({ deprecated }))).toThrow(`things.act: ${problem}`);
});

it("refuses two procedures with one route", () => {
  const first = { one: act({}, "GET /things/{id}") };
  const second = { two: act({}, "GET /things/{slug}") };
  expect(() => lock({ ...first, ...second })).toThrow(
    "two.things.act: GET /things/{slug} is the route of one",
  );
});
