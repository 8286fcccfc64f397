import { query } from "@ashlar/contracts";
import { bindCalls, implement, noPolicies, trpcRouter } from "@ashlar/rpc";
import { SuperJSON } from "superjson";
import { z } from "zod";
import { microTable } from "../report/micro-table.ts";
import type { Section } from "./section.ts";

const account = (index: number): unknown => ({
  id: `id${index}`,
  email: "someone@example.test",
  name: "Someone",
  roles: ["customer"],
  createdAt: new Date(1e12 + index),
});
const post = (index: number): unknown => ({
  id: `id${index}`,
  title: `title ${index}`,
  body: "x".repeat(80),
  version: index,
  createdAt: new Date(1e12 + index),
  publishedAt: new Date(2e12 + index),
  author: { id: `a${index}`, name: "Someone" },
});
const page = (): unknown => ({
  items: Array.from({ length: 50 }, (_, index) => post(index)),
  page: { limit: 50, hasNext: true, hasPrevious: false },
});

/** What the router writes answers with. */
function routersSerializer(): (value: unknown) => unknown {
  const tree = { one: query("GET /one", { summary: "One.", access: "public", output: z.string() }) };
  const router = trpcRouter(bindCalls(implement(tree, { one: async () => "one" }), noPolicies));
  return router._def._config.transformer.output.serialize;
}

export const wire: Section = {
  name: "wire",
  summary: "writing an answer as tRPC's wire has it, against superjson and JSON alone",
  run: async ({ rounds }) => {
    const reference = new SuperJSON();
    const serializers = {
      "JSON.stringify alone": (value: unknown) => value,
      Ashlar: routersSerializer(),
      superjson: (value: unknown) => reference.serialize(value),
    };
    const candidatesOf = (what: string, values: readonly unknown[], calls: number) =>
      Object.entries(serializers).map(([name, serialize]) => ({
        name: `${what}: ${name}`,
        calls,
        work: (call: number) => JSON.stringify(serialize(values[call % values.length])),
      }));
    const pages = candidatesOf("page of 50", Array.from({ length: 100 }, page), 1_000);
    const accounts = candidatesOf(
      "account",
      Array.from({ length: 100 }, (_, index) => account(index)),
      40_000,
    );
    return microTable(
      "Writing an answer (floor: a page of 50 as plain JSON)",
      [...pages, ...accounts],
      rounds,
    );
  },
};
