import { expect, test } from "vitest";
import { z } from "zod";
import { events } from "../events/events.ts";
import { event } from "./event.ts";
import { eventData } from "./event-data.ts";

const renamed = event("thing.renamed", {
  version: 3,
  aggregate: "thing",
  summary: "A thing got another name.",
  data: z.object({ names: z.array(z.string()), by: z.string() }),
  upcasts: {
    1: (data) => ({ names: [z.object({ name: z.string() }).parse(data).name] }),
    2: (data) => ({ ...z.object({ names: z.array(z.string()) }).parse(data), by: "nobody" }),
  },
});

test("data of any version is read in today's shape", () => {
  expect(eventData(renamed, 1, { name: "a" })).toEqual({ names: ["a"], by: "nobody" });
  expect(eventData(renamed, 2, { names: ["a", "b"] })).toEqual({ names: ["a", "b"], by: "nobody" });
  expect(eventData(renamed, 3, { names: [], by: "c" })).toEqual({ names: [], by: "c" });
});

test("data of a later version, and data that does not fit its own, is refused", () => {
  expect(() => eventData(renamed, 4, { names: [], by: "c" })).toThrow(TypeError);
  expect(() => eventData(renamed, 3, { names: "a" })).toThrow(z.ZodError);
});

test("a version that nothing leads to is refused when it is declared", () => {
  const data = z.object({});
  const declaring = () =>
    event("thing.lost", {
      version: 3,
      aggregate: "thing",
      summary: "Lost.",
      data,
      upcasts: { 1: (old) => old },
    });
  expect(declaring).toThrow("nothing leads from version 2 to 3");
});

test("every event of the contract stands under its own name", () => {
  for (const [name, declaration] of Object.entries(events)) expect(declaration.name).toBe(name);
});

test("no event of the contract has a field for what proves who somebody is", () => {
  const fieldsOf = (schema: z.ZodType): string[] => {
    const named = JSON.stringify(z.toJSONSchema(schema)).matchAll(/"(\w+)":\{/g);
    return [...named].map(([, name = ""]) => name);
  };
  const fields = new Set(Object.values(events).flatMap(({ data }) => fieldsOf(data)));
  expect(fields).toContain("email");
  expect([...fields].filter((name) => /password|secret|token|hash|code|key/i.test(name))).toEqual([]);
});
