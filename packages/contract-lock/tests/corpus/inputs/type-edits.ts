import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, string, number, int, union, literal, date } = z;
const enumOf = (...values: string[]) => z.enum(values);

export const typeEdits = inputEdits([
  ["nullable", a(string()), a(string().nullable()), "compatible", "breaking", "input.a"],
  ["nullable enum", a(enumOf("x")), a(enumOf("x").nullable()), "compatible", "breaking", "input.a"],
  ["nullish", a(string()), a(string().nullish()), "compatible", "breaking", "input.a"],
  ["string to number", a(string()), a(number()), "breaking", "breaking", "input.a"],
  ["Date to text of a date", a(date()), a(z.iso.datetime()), "breaking", "breaking", "input.a"],
  ["string to Date", a(string()), a(date()), "breaking", "breaking", "input.a"],
  [
    "later earliest Date",
    a(date().min(new Date(0))),
    a(date().min(new Date(9))),
    "breaking",
    "breaking",
    "input.a",
  ],
  ["integer to number", a(int()), a(number()), "compatible", "breaking", "input.a"],
  ["number to unknown", a(number()), a(z.unknown()), "compatible", "breaking", "input.a"],
  ["union to unknown", a(union([string(), number()])), a(z.unknown()), "compatible", "breaking", "input.a"],
  ["never to string", a(z.never()), a(string()), "compatible", "breaking", "input.a"],
  ["enum value", a(enumOf("x", "y")), a(enumOf("x", "y", "z")), "compatible", "breaking", "input.a"],
  ["enum to string", a(enumOf("x", "y")), a(string()), "compatible", "breaking", "input.a"],
  ["enum in another order", a(enumOf("x", "y")), a(enumOf("y", "x")), "none", "none", "input"],
  ["literal to enum", a(literal("x")), a(enumOf("x", "y")), "compatible", "breaking", "input.a"],
  ["literals to enum", a(union([literal("x"), literal("y")])), a(enumOf("x", "y")), "none", "none", "input"],
  ["null among literals", a(literal("x")), a(literal(["x", null])), "compatible", "breaking", "input.a"],
  ["null literal to nullable", a(literal(["x", null])), a(literal("x").nullable()), "none", "none", "input"],
  ["text to a file", a(string()), a(z.file()), "breaking", "breaking", "input.a"],
  [
    "keyword unknown to the comparison",
    a(string()),
    a(string().meta({ contentEncoding: "base64" })),
    "breaking",
    "breaking",
    "input.a",
  ],
  [
    "prose",
    a(string()),
    a(string().meta({ description: "Words.", title: "A", examples: ["x"] })),
    "none",
    "none",
    "input",
  ],
  [
    "schema with an id",
    a(object({ b: int() })),
    a(object({ b: int() }).meta({ id: "B" })),
    "none",
    "none",
    "input",
  ],
]);
