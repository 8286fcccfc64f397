import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, string, number, int, array, union } = z;

const Tree = object({
  name: string(),
  get children() {
    return array(Tree);
  },
});
const BoundedTree = object({
  name: string().max(9),
  get children() {
    return array(BoundedTree);
  },
});

export const boundEdits = inputEdits([
  ["higher maximum", a(int().max(10)), a(int().max(20)), "compatible", "breaking", "input.a"],
  ["no maximum", a(number().max(10)), a(number()), "compatible", "breaking", "input.a"],
  ["lower minimum", a(int().min(5)), a(int().min(1)), "compatible", "breaking", "input.a"],
  ["exclusive to inclusive", a(number().gt(0)), a(number().min(0)), "compatible", "breaking", "input.a"],
  ["finer step", a(number().multipleOf(10)), a(number().multipleOf(5)), "compatible", "breaking", "input.a"],
  ["other step", a(number().multipleOf(3)), a(number().multipleOf(5)), "breaking", "breaking", "input.a"],
  ["longer text", a(string().max(10)), a(string().max(20)), "compatible", "breaking", "input.a"],
  ["shorter text allowed", a(string().min(2)), a(string().min(1)), "compatible", "breaking", "input.a"],
  ["empty text refused", a(string()), a(string().min(1)), "breaking", "compatible", "input.a"],
  ["pattern dropped", a(string().regex(/a/)), a(string()), "compatible", "breaking", "input.a"],
  ["other pattern", a(string().regex(/a/)), a(string().regex(/b/)), "breaking", "breaking", "input.a"],
  [
    "second pattern",
    a(string().regex(/a/)),
    a(string().regex(/a/).regex(/b/)),
    "breaking",
    "compatible",
    "input.a",
  ],
  ["format dropped", a(z.email()), a(string()), "compatible", "breaking", "input.a"],
  ["any UUID to version 7", a(z.uuid()), a(z.uuidv7()), "breaking", "breaking", "input.a"],
  [
    "bound behind a keyword unknown to the comparison",
    a(z.xor([int().max(9).meta({ id: "M" }), string()])),
    a(z.xor([int().max(8).meta({ id: "M" }), string()])),
    "breaking",
    "breaking",
    "input.a",
  ],
  [
    "null or a longer text",
    a(union([string().max(2), z.null()])),
    a(string().max(3).nullable()),
    "compatible",
    "breaking",
    "input.a",
  ],
  [
    "exclusive to inclusive maximum",
    a(number().lt(9)),
    a(number().max(9)),
    "compatible",
    "breaking",
    "input.a",
  ],
  ["bound in a recursive schema", Tree, BoundedTree, "breaking", "compatible", "input.name"],
  [
    "bound behind an id",
    a(int().max(9).meta({ id: "N" })),
    a(int().max(8).meta({ id: "N" })),
    "breaking",
    "compatible",
    "input.a",
  ],
]);
