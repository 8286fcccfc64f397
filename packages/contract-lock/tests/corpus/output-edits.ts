import { openEnum } from "@ashlar/contracts";
import { z } from "zod";
import { outputEdits } from "./edit.ts";

const { object, string, number, int, array, union, literal, date } = z;
const enumOf = (...values: string[]) => z.enum(values);
const a = (field: z.ZodType) => object({ a: field });
const text = object({ kind: literal("text"), body: string() });
const image = object({ kind: literal("image"), url: string() });

export const outputs = outputEdits([
  ["required field", object({}), a(string()), "compatible", "breaking", "output.a"],
  ["optional field", object({}), a(string().optional()), "compatible", "breaking", "output.a"],
  ["renamed field", a(string()), object({ b: string() }), "breaking", "breaking", "output.a"],
  ["required to optional", a(string()), a(string().optional()), "breaking", "compatible", "output.a"],
  [
    "optional to default",
    a(string().optional()),
    a(string().default("x")),
    "compatible",
    "breaking",
    "output.a",
  ],
  ["other default", a(string().default("x")), a(string().default("y")), "none", "none", "output"],
  ["nullable", a(string()), a(string().nullable()), "breaking", "compatible", "output.a"],
  ["nullable Date", a(date()), a(date().nullable()), "breaking", "compatible", "output.a"],
  ["enum value", a(enumOf("x", "y")), a(enumOf("x", "y", "z")), "breaking", "compatible", "output.a"],
  ["known value", a(openEnum(["x"])), a(openEnum(["x", "y"])), "compatible", "compatible", "output.a"],
  [
    "known value of a nullable",
    a(openEnum(["x"]).nullable()),
    a(openEnum(["x", "y"]).nullable()),
    "compatible",
    "compatible",
    "output.a",
  ],
  [
    "known value of an element",
    a(array(openEnum(["x"]))),
    a(array(openEnum(["x", "y"]))),
    "compatible",
    "compatible",
    "output.a[]",
  ],
  ["enum to open enum", a(enumOf("x")), a(openEnum(["x"])), "breaking", "compatible", "output.a"],
  ["enum to wider open enum", a(enumOf("x")), a(openEnum(["x", "y"])), "breaking", "compatible", "output.a"],
  ["text to open enum", a(string()), a(openEnum(["x"])), "compatible", "compatible", "output.a"],
  ["enum to string", a(enumOf("x", "y")), a(string()), "breaking", "compatible", "output.a"],
  ["string to number", a(string()), a(number()), "breaking", "breaking", "output.a"],
  ["Date to text", a(date()), a(string()), "breaking", "breaking", "output.a"],
  ["integer to number", a(int()), a(number()), "breaking", "compatible", "output.a"],
  ["lower maximum", a(int().max(20)), a(int().max(10)), "compatible", "breaking", "output.a"],
  ["format dropped", a(z.uuid()), a(string()), "breaking", "compatible", "output.a"],
  ["refinement", a(string()), a(string().refine(() => true)), "compatible", "breaking", "output.a"],
  [
    "field of an element",
    a(array(object({}))),
    a(array(object({ b: int() }))),
    "compatible",
    "breaking",
    "output.a[].b",
  ],
  ["narrower elements", a(array(number())), a(array(int())), "compatible", "breaking", "output.a[]"],
  ["array to one", a(array(int())), a(int()), "breaking", "breaking", "output.a"],
  ["member of a union", a(union([text])), a(union([text, image])), "breaking", "compatible", "output.a"],
  ["loose object", object({}), z.looseObject({}), "compatible", "breaking", "output"],
  [
    "wider record",
    a(z.record(string(), int())),
    a(z.record(string(), number())),
    "breaking",
    "compatible",
    "output.a{key}",
  ],
  [
    "field behind an id",
    object({}).meta({ id: "Thing" }),
    object({ b: int() }).meta({ id: "Thing" }),
    "compatible",
    "breaking",
    "output.b",
  ],
  ["other id", object({}).meta({ id: "Thing" }), object({}).meta({ id: "Item" }), "none", "none", "output"],
  [
    "far side of a transformation",
    a(string()),
    a(string().transform(Number).pipe(number())),
    "breaking",
    "breaking",
    "output.a",
  ],
]);
