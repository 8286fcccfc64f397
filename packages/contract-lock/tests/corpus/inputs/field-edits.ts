import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, strictObject, string, int } = z;

export const fieldEdits = inputEdits([
  ["optional field", strictObject({}), a(string().optional()), "compatible", "breaking", "input.a"],
  ["field with a default", strictObject({}), a(string().default("x")), "compatible", "breaking", "input.a"],
  ["required field", strictObject({}), a(string()), "breaking", "breaking", "input.a"],
  [
    "optional field, open object",
    object({}),
    object({ a: string().optional() }),
    "compatible",
    "breaking",
    "input.a",
  ],
  ["required to optional", a(string()), a(string().optional()), "compatible", "breaking", "input.a"],
  ["required to default", a(string()), a(string().default("x")), "compatible", "breaking", "input.a"],
  [
    "optional to default",
    a(string().optional()),
    a(string().default("x")),
    "compatible",
    "breaking",
    "input.a",
  ],
  ["other default", a(int().default(20)), a(int().default(50)), "breaking", "breaking", "input.a"],
  ["renamed field", a(string()), strictObject({ b: string() }), "breaking", "breaking", "input.a"],
  [
    "strict to open object",
    strictObject({ a: string() }),
    object({ a: string() }),
    "compatible",
    "breaking",
    "input",
  ],
  ["open to loose object", object({ a: string() }), z.looseObject({ a: string() }), "none", "none", "input"],
  ["whole input optional", a(string()), a(string()).optional(), "compatible", "breaking", "input"],
  ["first input, optional", z.void(), a(string().optional()).optional(), "compatible", "breaking", "input"],
  ["first input, required", z.void(), a(string().optional()), "breaking", "breaking", "input"],
]);
