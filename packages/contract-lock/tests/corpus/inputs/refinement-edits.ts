import { z } from "zod";
import { inputEdits } from "../edit.ts";
import { a } from "./one-field.ts";

const { object, string, int, union } = z;
const enumOf = (...values: string[]) => z.enum(values);
const both = object({ x: string() }).and(z.record(string(), string()));
const named = (constraint: string) => string().refine(() => true, { params: { constraint } });

export const refinementEdits = inputEdits([
  ["refinement", a(string()), a(named("well-formed")), "breaking", "compatible", "input.a"],
  [
    "refinement under optional",
    a(string().optional()),
    a(named("x").optional()),
    "breaking",
    "compatible",
    "input.a",
  ],
  ["refinement under nullable", a(named("x")), a(named("x").nullable()), "compatible", "breaking", "input.a"],
  [
    "refinement around another",
    a(named("x").optional()),
    a(
      named("x")
        .optional()
        .refine(() => true),
    ),
    "breaking",
    "compatible",
    "input.a",
  ],
  [
    "refinement of a nullable member",
    a(union([enumOf("x").nullable(), int()])),
    a(
      union([
        enumOf("x")
          .nullable()
          .refine(() => true),
        int(),
      ]),
    ),
    "breaking",
    "breaking",
    "input.a",
  ],
  [
    "another demand of an intersection",
    a(both),
    a(both.and(z.record(string(), string().max(3)))),
    "breaking",
    "compatible",
    "input.a",
  ],
  ["another refinement", a(named("x")), a(named("y")), "breaking", "breaking", "input.a"],
  [
    "two refinements to one",
    a(named("x").refine(() => true)),
    a(named("x")),
    "compatible",
    "breaking",
    "input.a",
  ],
  ["demand after a pipe", a(string()), a(string().pipe(z.email())), "breaking", "compatible", "input.a"],
  ["transformation", a(string()), a(string().transform(Number)), "breaking", "compatible", "input.a"],
  ["preprocessing", a(string()), a(z.preprocess(String, string())), "breaking", "compatible", "input.a"],
]);
