import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, string, number, int, array } = z;
const enumOf = (...values: string[]) => z.enum(values);

export const collectionEdits = inputEdits([
  [
    "field beside typed keys",
    a(object({}).catchall(int())),
    a(object({ b: string().optional() }).catchall(int())),
    "breaking",
    "breaking",
    "input.a.b",
  ],
  ["more elements", a(array(int()).max(10)), a(array(int()).max(50)), "compatible", "breaking", "input.a"],
  ["fewer elements allowed", a(array(int()).min(1)), a(array(int())), "compatible", "breaking", "input.a"],
  ["wider elements", a(array(int())), a(array(number())), "compatible", "breaking", "input.a[]"],
  [
    "field of an element",
    a(array(object({}))),
    a(array(object({ b: int() }))),
    "breaking",
    "breaking",
    "input.a[].b",
  ],
  ["longer tuple", a(z.tuple([int()])), a(z.tuple([int(), int()])), "breaking", "breaking", "input.a"],
  ["wider tuple", a(z.tuple([int()])), a(z.tuple([number()])), "compatible", "breaking", "input.a[0]"],
  [
    "wider record",
    a(z.record(string(), int())),
    a(z.record(string(), number())),
    "compatible",
    "breaking",
    "input.a{key}",
  ],
  [
    "record keys",
    a(z.record(enumOf("x"), int())),
    a(z.record(enumOf("x", "y"), int())),
    "breaking",
    "breaking",
    "input.a.y",
  ],
  [
    "object to record",
    a(object({ b: int() })),
    a(z.record(string(), int())),
    "breaking",
    "breaking",
    "input.a",
  ],
]);
