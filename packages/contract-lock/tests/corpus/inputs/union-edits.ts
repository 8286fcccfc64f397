import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, string, number, int, union, discriminatedUnion, literal } = z;
const card = object({ by: literal("card"), pan: string() });
const cash = object({ by: literal("cash") });

export const unionEdits = inputEdits([
  [
    "member of a union",
    a(union([string(), int()])),
    a(union([string(), int(), z.boolean()])),
    "compatible",
    "breaking",
    "input.a",
  ],
  [
    "union in another order",
    a(union([string(), int()])),
    a(union([int(), string()])),
    "none",
    "none",
    "input",
  ],
  [
    "wider member",
    a(union([string(), int()])),
    a(union([string(), number()])),
    "compatible",
    "breaking",
    "input.a",
  ],
  [
    "tagged member",
    a(discriminatedUnion("by", [card])),
    a(discriminatedUnion("by", [card, cash])),
    "compatible",
    "breaking",
    "input.a",
  ],
  [
    "field of a tagged member",
    a(discriminatedUnion("by", [card, cash])),
    a(discriminatedUnion("by", [card.extend({ cvc: string() }), cash])),
    "breaking",
    "breaking",
    "input.a<by=card>.cvc",
  ],
  [
    "plain to tagged union",
    a(union([card, cash])),
    a(discriminatedUnion("by", [card, cash])),
    "none",
    "none",
    "input",
  ],
  [
    "union to one-of",
    a(union([string(), int()])),
    a(z.xor([string(), int()])),
    "breaking",
    "breaking",
    "input.a",
  ],
]);
