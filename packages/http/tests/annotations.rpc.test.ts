import { type ContractTree, contract, isEntry } from "@ashlar/contracts";
import { type BoundProcedure, bindCalls, noPolicies, type ProcedureTree } from "@ashlar/rpc";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InputPath, inputPaths, inputWith, typeAt } from "./library/input-paths.ts";
import { type ServedApi, serveBound } from "./library/serve-procedures.ts";

/** Every entry of the contract, open to everybody; a call that its schema accepts answers nothing that fits. */
const opened = (tree: ContractTree): ProcedureTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isEntry(node) ? { entry: { ...node, access: "public" }, handler: async () => undefined } : opened(node),
    ]),
  );
const policies = { ...noPolicies, cursors: async () => ({ seal: String, open: String }) };
const procedures = bindCalls(opened(contract), policies);
const calls = procedures.filter(({ entry }) => entry.kind !== "subscription");

let api: ServedApi;
beforeAll(async () => {
  api = await serveBound(procedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const iso = "2026-01-02T03:04:05.678Z";
/** What superjson can write, with JSON that fits, and what it never writes but would read. */
const annotations: readonly (readonly [annotation: unknown, json: unknown])[] = [
  ["bigint", "5"],
  ["bigint", "x"],
  ["set", ["a"]],
  ["set", "ab"],
  ["map", [["a", "b"]]],
  ["map", [["status", "draft"]]],
  ["URL", "http://a.test/"],
  ["URL", "x"],
  ["regexp", "/a/"],
  ["Error", { name: "Error", message: "m", stack: "s" }],
  [["symbol", "s"], "s"],
  [["class", "User"], {}],
  [["custom", "decimal"], "1.5"],
  [["typed-array", "Uint8Array"], [1]],
  ["number", "NaN"],
  ["number", "Infinity"],
  ["number", "5"],
  ["number", null],
  ["undefined", 5],
  ["undefined", "x"],
  ["Date", null],
  ["Date", 5],
  ["Date", "2026-02-30T00:00:00.000Z"],
  ["Date", "+275760-09-13T00:00:00.000Z"],
];

type Case = {
  readonly procedure: BoundProcedure;
  readonly path: InputPath;
  readonly payload: { readonly json: unknown; readonly meta?: object };
};

const payloadOf = (path: InputPath, annotation: unknown, json: unknown): Case["payload"] => {
  const values = path.length === 0 ? [annotation] : { [path.join(".")]: [annotation] };
  return { json: inputWith(path, json), meta: { values, v: 1 } };
};

const casesOf = (procedure: BoundProcedure, [annotation, json]: readonly [unknown, unknown]): Case[] =>
  inputPaths(procedure.entry.input).map((path) => ({
    procedure,
    path,
    payload: payloadOf(path, annotation, json),
  }));

const input = (value: unknown): string => `input=${encodeURIComponent(JSON.stringify(value))}`;

/** The answers to calls of one kind in one request. */
async function batch(cases: readonly Case[], headers: Record<string, string>): Promise<string> {
  const payloads = Object.fromEntries(cases.map(({ payload }, index) => [index, payload]));
  const paths = cases.map(({ procedure }) => procedure.path).join(",");
  const isQuery = cases[0]?.procedure.entry.kind === "query";
  const response = await fetch(`${api.origin}/trpc/${paths}?batch=1${isQuery ? `&${input(payloads)}` : ""}`, {
    method: isQuery ? "GET" : "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(!isQuery && { body: JSON.stringify(payloads) }),
  });
  return response.text();
}

/** The fields that an answer of any form names, once for each call. */
const namedIn = (text: string): string[][] =>
  [...text.matchAll(/"issues":(\[.*?\}\])/g)].map(([, issues = "[]"]) =>
    [...issues.matchAll(/"field":"([^"]*)"/g)].map(([, field = ""]) => field),
  );

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const doors: Readonly<Record<string, Record<string, string>>> = {
  "a batch": {},
  "a batch answered line by line": { "trpc-accept": "application/jsonl" },
};

describe.each(Object.keys(doors))("by %s, every place of every input refuses by its name", (door) => {
  test.each(annotations)("%j of %j", async (annotation, json) => {
    const cases = calls.flatMap((procedure) => casesOf(procedure, [annotation, json]));
    for (const kind of ["query", "mutation"]) {
      const ofKind = cases.filter(({ procedure }) => procedure.entry.kind === kind);
      for (const group of chunks(ofKind, 5)) {
        const text = await batch(group, doors[door] ?? {});
        const named = namedIn(text);
        expect(named, text).toHaveLength(group.length);
        const fields = group.map(({ path }) => path.join("."));
        // The order of lines is that in which calls end.
        const missing = fields.filter(
          (field) =>
            !named.some((names) => names.some((name) => name === field || (field === "" && name !== ""))),
        );
        expect(missing, text).toEqual([]);
        expect(text).not.toContain("INTERNAL");
      }
    }
  });
});

test("a single call and a stream refuse them alike", async () => {
  for (const [annotation, json] of annotations) {
    for (const path of ["posts.list", "orders.changes"]) {
      const payload = payloadOf([path === "posts.list" ? "limit" : "orderId"], annotation, json);
      const text = await fetch(`${api.origin}/trpc/${path}?${input(payload)}`).then((each) => each.text());
      expect([annotation, text]).toEqual([annotation, expect.stringContaining("VALIDATION_FAILED")]);
    }
  }
});

test("a date is read where a date is meant, and refused by name everywhere else", async () => {
  for (const { procedure, path, payload } of calls.flatMap((each) => casesOf(each, ["Date", iso]))) {
    const isDate = typeAt(procedure.entry.input, path) === "date";
    const text = await batch([{ procedure, path, payload }], {});
    const names = namedIn(text)[0] ?? [];
    const isNamed = path.length === 0 ? names.length > 0 : names.includes(path.join("."));
    expect([procedure.path, path, isNamed]).toEqual([procedure.path, path, !isDate]);
  }
});

test("nothing of it was a fault of the service, or reached a prototype", () => {
  // Handlers here answer what does not fit; a call that reached one would be logged.
  expect(api.errors).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
