import { type AnyEntry, type ContractTree, contract, isEntry, permissions } from "@ashlar/contracts";
import { type Actor, DomainError, uuidV7 } from "@ashlar/kernel";
import {
  type BoundProcedure,
  bindCalls,
  jsonReaderOf,
  noPolicies,
  type ProcedureTree,
  plainSchema,
} from "@ashlar/rpc";
import { serveCalls } from "@ashlar/testing";
import superjson from "superjson";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { exampleOf } from "../src/openapi/example-of.ts";

/** What every handler does next: answers with an example, or fails with a declared error. */
let outcome = "example";

const caller: Actor = {
  userId: uuidV7(),
  sessionId: uuidV7(),
  roles: ["admin"],
  permissions: new Set(permissions),
  via: "session",
};

const example = (schema: z.ZodType, io: "input" | "output"): unknown => {
  if (schema instanceof z.ZodVoid) return undefined;
  const { $defs = {}, ...shape } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: plainSchema(io),
  });
  const json = exampleOf(shape, $defs);
  return jsonReaderOf(schema)?.(json) ?? json;
};

/** Inputs that a schema's example does not give: exactly one of several proofs. */
const inputsByHand: Readonly<Record<string, unknown>> = {
  "auth.reauthenticate": { password: "correct-horse-battery-staple" },
};
const inputOf = ({ path, entry }: BoundProcedure): unknown =>
  inputsByHand[path] ?? example(entry.input, "input");

/** The whole contract, each entry answered by examples. */
const exampleTree = (tree: ContractTree): ProcedureTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isEntry(node) ? { entry: node, handler: () => answer(node) } : exampleTree(node),
    ]),
  );

async function answer(entry: AnyEntry): Promise<unknown> {
  if (outcome === "example") return example(entry.output, "output");
  if (outcome === "bug") throw new Error("A bug.");
  const declared = entry.errors.find(({ code }) => code === outcome);
  throw new DomainError(
    outcome,
    `It failed with ${outcome}.`,
    example(declared?.details ?? z.object({}), "output") as object as Record<string, unknown>,
  );
}

const procedures = bindCalls(exampleTree(contract), noPolicies);
const calls = procedures.filter(({ entry }) => entry.kind !== "subscription");

type Server = Awaited<ReturnType<typeof serveCalls>>;
let direct: Server;
let mounted: Server;
beforeAll(async () => {
  const serve = (trpcDirect: boolean) =>
    serveCalls(procedures, {
      trpcDirect,
      authenticate: async ({ token }) => (token === "known" ? caller : null),
    });
  [direct, mounted] = await Promise.all([serve(true), serve(false)]);
});
afterAll(async () => {
  await direct?.[Symbol.asyncDispose]();
  await mounted?.[Symbol.asyncDispose]();
});

/** Differs between two servers, or two moments, whatever the way. */
const changing = new Set(["date", "server-timing", "traceparent"]);

async function answerOf({ url }: Server, path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${url}/trpc/${path}`, init);
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !changing.has(name)));
  return { status: response.status, headers, body: await response.text() };
}

async function expectSame(path: string, init: RequestInit = {}): Promise<void> {
  const headers = {
    authorization: "Bearer known",
    "x-request-id": "r-1",
    "content-type": "application/json",
    ...init.headers,
  };
  const [ours, theirs] = await Promise.all(
    [direct, mounted].map((server) => answerOf(server, path, { ...init, headers })),
  );
  expect([path, ours]).toEqual([path, theirs]);
}

const callWith = ({ path, entry }: BoundProcedure, input: unknown): [string, RequestInit] => {
  const text = JSON.stringify(superjson.serialize(input));
  return entry.kind === "query"
    ? [`${path}?input=${encodeURIComponent(text)}`, {}]
    : [path, { method: "POST", body: text }];
};

const inputs = (call: BoundProcedure): readonly unknown[] => [inputOf(call), null, {}, 7, { id: "" }];

test("the examples reach the handlers", async () => {
  outcome = "example";
  const statuses = await Promise.all(
    calls.map(async (call) => {
      const [path, init] = callWith(call, inputOf(call));
      const headers = { authorization: "Bearer known", "content-type": "application/json" };
      const response = await fetch(`${direct.url}/trpc/${path}`, { ...init, headers });
      return [call.path, response.status, response.ok ? "" : await response.text()];
    }),
  );
  expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
});

test.each(calls.map((call) => [call.path, call] as const))(
  "%s is answered byte for byte alike",
  async (_, call) => {
    outcome = "example";
    for (const input of inputs(call)) await expectSame(...callWith(call, input));
    await expectSame(...callWith(call, inputOf(call)));
    const [path, init] = callWith(call, null);
    await expectSame(path, { ...init, headers: { authorization: "Bearer unknown" } });
    await expectSame(call.path, call.entry.kind === "query" ? { method: "POST", body: "{}" } : {});
    for (const code of [...call.entry.errors.map((error) => error.code), "bug", "UNDECLARED"]) {
      outcome = code;
      await expectSame(...callWith(call, inputOf(call)));
    }
  },
);

test("batches are answered byte for byte alike", async () => {
  const queries = calls.filter(({ entry }) => entry.kind === "query");
  for (const [index, one] of queries.entries()) {
    outcome = index % 3 === 0 ? "bug" : "example";
    const others = [
      one,
      queries[(index + 1) % queries.length],
      queries[(index + 5) % queries.length],
    ].flatMap((call) => call ?? []);
    const sent = Object.fromEntries(
      others.map((call, place) => [place, superjson.serialize(place === 1 ? 7 : inputOf(call))]),
    );
    const paths = others.map(({ path }) => path).join(",");
    await expectSame(`${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(sent))}`);
  }
});
