import fc from "fast-check";
import { expect, it } from "vitest";
import { act } from "../../tests/corpus/edit.ts";
import { type Model, models, valuesOf, widenings, zodOf } from "../../tests/corpus/schema-model.ts";
import type { Change } from "./change.ts";
import { ContractLock } from "./contract-lock.ts";
import { lockChanges } from "./lock-changes.ts";
import { lockOf } from "./lock-of.ts";
import { lockText } from "./lock-text.ts";

const today = new Date("2026-06-15T00:00:00Z");

const inputLock = (model: Model) =>
  lockOf({ contract: act({ input: zodOf(model) }), transportErrors: [], events: {}, rolePermissions: {} });
const outputLock = (model: Model) =>
  lockOf({ contract: act({ output: zodOf(model) }), transportErrors: [], events: {}, rolePermissions: {} });

const breaks = (before: ContractLock, after: ContractLock): boolean =>
  lockChanges(before, after, today).some(({ isBreaking }) => isBreaking);

const changes = (before: ContractLock, after: ContractLock): Change[] => lockChanges(before, after, today);

it("sees no change between a contract and itself, nor its lock read back", () => {
  fc.assert(
    fc.property(models, (model) => {
      const lock = inputLock(model);
      const text = lockText(lock);
      const read = ContractLock.parse(JSON.parse(text));
      expect(changes(lock, inputLock(model))).toEqual([]);
      expect(changes(lock, read)).toEqual([]);
      expect(lockText(read)).toBe(text);
    }),
  );
});

const widened = models.chain((model) => {
  const wider = widenings(model);
  return fc.record({ model: fc.constant(model), wider: fc.constantFrom(...wider) });
});

it("lets an input widen, and nothing take the widening back", () => {
  fc.assert(
    fc.property(
      widened.filter(({ model }) => !hasUnion(model)),
      ({ model, wider }) => {
        expect(changes(inputLock(model), inputLock(wider))).not.toEqual([]);
        expect(breaks(inputLock(model), inputLock(wider))).toBe(false);
        expect(breaks(inputLock(wider), inputLock(model))).toBe(true);
      },
    ),
  );
});

it("calls a change that lets an input widen and an output narrow compatible in one direction alone", () => {
  const values = widened.filter(({ model, wider }) => !hasUnion(model) && sameFields(model, wider));
  fc.assert(
    fc.property(values, ({ model, wider }) => {
      expect(breaks(outputLock(wider), outputLock(model))).toBe(false);
      expect(breaks(outputLock(model), outputLock(wider))).toBe(true);
    }),
  );
});

it("never calls an input compatible that refuses a value it accepted", () => {
  const cases = fc
    .tuple(models, fc.oneof(models, fc.constant(undefined)), fc.nat())
    .map(([before, other, step]) => {
      const near = widenings(before);
      return { before, after: other ?? near[step % near.length] ?? before };
    })
    .chain(({ before, after }) =>
      fc.record({ before: fc.constant(before), after: fc.constant(after), value: valuesOf(before) }),
    );
  fc.assert(
    fc.property(cases, ({ before, after, value }) => {
      expect(zodOf(before).safeParse(value).success).toBe(true);
      if (!breaks(inputLock(before), inputLock(after))) {
        expect(zodOf(after).safeParse(value).success).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

/** In a union the comparison may take a widening for a change of two alternatives: safe, and not what is tested. */
function hasUnion(model: Model): boolean {
  if (model.is === "either") return true;
  if (model.is === "list") return hasUnion(model.of);
  return model.is === "object" && Object.values(model.fields).some(({ of }) => hasUnion(of));
}

/** An output may gain fields, so a field more breaks in neither direction of the mirror. */
const sameFields = (model: Model, wider: Model): boolean =>
  JSON.stringify(wider).includes('"z":') === JSON.stringify(model).includes('"z":');
