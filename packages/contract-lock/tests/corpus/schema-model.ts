import fc from "fast-check";
import { z } from "zod";

/** A small language of schemas, so that a test can build, widen and sample them. */
export type Model =
  | { readonly is: "int"; readonly min: number; readonly max: number }
  | { readonly is: "text"; readonly max: number }
  | { readonly is: "choice"; readonly values: readonly [string, ...string[]] }
  | { readonly is: "null" }
  | { readonly is: "list"; readonly of: Model; readonly max: number }
  | { readonly is: "object"; readonly fields: Fields }
  | { readonly is: "either"; readonly of: readonly Model[] };
type Fields = Readonly<Record<string, { readonly of: Model; readonly isOptional: boolean }>>;

export function zodOf(model: Model): z.ZodType {
  switch (model.is) {
    case "int":
      return z.int().min(model.min).max(model.max);
    case "text":
      return z.string().max(model.max);
    case "choice":
      return z.enum(model.values);
    case "null":
      return z.null();
    case "list":
      return z.array(zodOf(model.of)).max(model.max);
    case "object":
      return z.strictObject(
        Object.fromEntries(
          Object.entries(model.fields).map(([name, { of, isOptional }]) => [
            name,
            isOptional ? zodOf(of).optional() : zodOf(of),
          ]),
        ),
      );
    case "either":
      return z.union(model.of.map(zodOf));
  }
}

const small = fc.integer({ min: 0, max: 3 });
const letters = ["a", "b", "c"] as const;

/** Schemas over few names, letters and numbers, so that two of them often have values in common. */
export const models: fc.Arbitrary<Model> = fc.letrec<{ model: Model; leaf: Model }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(small, small).map(([a, b]): Model => ({ is: "int", min: Math.min(a, b), max: Math.max(a, b) })),
    small.map((max): Model => ({ is: "text", max })),
    fc
      .subarray([...letters], { minLength: 1 })
      .map(([first = "a", ...rest]): Model => ({ is: "choice", values: [first, ...rest] })),
    fc.constant<Model>({ is: "null" }),
  ),
  model: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie("leaf"),
    fc.record({ is: fc.constant("list" as const), of: tie("model"), max: small }),
    fc
      .dictionary(fc.constantFrom(...letters), fc.record({ of: tie("model"), isOptional: fc.boolean() }), {
        maxKeys: 3,
        noNullPrototype: true,
      })
      .map((fields): Model => ({ is: "object", fields })),
    fc.array(tie("model"), { minLength: 2, maxLength: 3 }).map((of): Model => ({ is: "either", of })),
  ),
})).model;

/** A value that the schema admits. */
export function valuesOf(model: Model): fc.Arbitrary<unknown> {
  switch (model.is) {
    case "int":
      return fc.integer({ min: model.min, max: model.max });
    case "text":
      return fc.string({ unit: fc.constantFrom(...letters), maxLength: model.max });
    case "choice":
      return fc.constantFrom(...model.values);
    case "null":
      return fc.constant(null);
    case "list":
      return fc.array(valuesOf(model.of), { maxLength: model.max });
    case "object": {
      const fields = Object.entries(model.fields);
      const required = fields.filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
      const members = Object.fromEntries(fields.map(([name, { of }]) => [name, valuesOf(of)]));
      return fc.record(members, { requiredKeys: required, noNullPrototype: true });
    }
    case "either":
      return fc.oneof(...model.of.map(valuesOf));
  }
}

/** Every schema that one step makes wider: a bound loosened, a value, an optional field or an alternative more. */
export function widenings(model: Model): Model[] {
  const either: Model = { is: "either", of: [model, { is: "list", of: { is: "null" }, max: 9 }] };
  return [...(model.is === "either" || model.is === "list" ? [] : [either]), ...insideWidenings(model)];
}

function insideWidenings(model: Model): Model[] {
  switch (model.is) {
    case "int":
      return [
        { ...model, max: model.max + 1 },
        { ...model, min: model.min - 1 },
      ];
    case "text":
      return [{ ...model, max: model.max + 1 }];
    case "choice":
      return [{ ...model, values: [...model.values, "z"] }];
    case "null":
      return [];
    case "list":
      return [{ ...model, max: model.max + 1 }, ...widenings(model.of).map((of) => ({ ...model, of }))];
    case "object":
      return fieldWidenings(model.fields).map((fields) => ({ is: "object", fields }));
    case "either":
      return [{ is: "either", of: [...model.of, { is: "object", fields: { z: needed } }] }];
  }
}

const needed = { of: { is: "null" }, isOptional: false } as const;

function fieldWidenings(fields: Fields): Fields[] {
  return [
    { ...fields, z: { of: { is: "null" }, isOptional: true } },
    ...Object.entries(fields).flatMap(([name, { of, isOptional }]) => [
      ...(isOptional ? [] : [{ ...fields, [name]: { of, isOptional: true } }]),
      ...widenings(of).map((wider) => ({ ...fields, [name]: { of: wider, isOptional } })),
    ]),
  ];
}
