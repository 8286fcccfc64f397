import { defineError, mutation, type Permission, query } from "@ashlar/contracts";
import { type Actor, DomainError, Unavailable } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { z } from "zod";
import { bindCalls } from "../src/bind-calls.ts";
import { type CallRecord, noPolicies } from "../src/call-procedure.ts";
import { detachedContext } from "../src/detached-context.ts";
import { failureOf } from "../src/failure.ts";
import { implement } from "../src/implement.ts";
import { InvalidInput, RateLimited } from "../src/refusals.ts";

const GONE = defineError("GONE", 410, "It is gone.", z.object({ id: z.string() }));
const tree = {
  open: query("GET /open", { summary: "Is open.", access: "public", output: z.object({ name: z.string() }) }),
  guarded: mutation("POST /guarded", {
    summary: "Needs a permission.",
    access: "posts:write",
    idempotency: "natural",
    input: z.strictObject({ n: z.int().max(9) }),
    output: z.int(),
    errors: [GONE],
  }),
};

type Guarded = (n: number) => number;

const bound = (guarded: Guarded = (n) => n, policies = noPolicies) => {
  const procedures = implement(tree, {
    open: async () => ({ name: "shown", passwordHash: "hidden" }),
    guarded: async ({ input }) => guarded(input.n),
  });
  const calls = new Map(bindCalls(procedures, policies).map((procedure) => [procedure.path, procedure]));
  return async (path: string, actor: Actor | null, input?: unknown): Promise<unknown> =>
    calls.get(path)?.call(detachedContext(actor), input);
};

const actorWith = (...permissions: Permission[]): Actor => ({
  userId: "u",
  sessionId: null,
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});

const failing = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

test("answers nothing that the output schema does not name", async () => {
  expect(await bound()("open", null)).toEqual({ name: "shown" });
});

test("asks who is calling before it looks at the input", async () => {
  const call = bound();
  expect(failureOf(await failing(call("guarded", null, { n: 1e9 })), tree.guarded)).toMatchObject({
    status: 401,
  });
  expect(
    failureOf(await failing(call("guarded", actorWith("posts:read"), { n: 1e9 })), tree.guarded),
  ).toMatchObject({ status: 403 });
  expect(await failing(call("guarded", actorWith("posts:write"), { n: 1e9 }))).toBeInstanceOf(InvalidInput);
  expect(await call("guarded", actorWith("posts:write"), { n: 9 })).toBe(9);
});

test("charges a call before anything else happens", async () => {
  const charge = (): never => {
    throw new RateLimited(7);
  };
  const error = await failing(bound(undefined, { ...noPolicies, charge })("guarded", null, {}));
  expect(failureOf(error, tree.guarded)).toMatchObject({
    status: 429,
    code: "RATE_LIMITED",
    retryAfterSeconds: 7,
  });
});

test("tells a declared error with its details and nothing beyond them", async () => {
  const call = bound(() => {
    throw new DomainError("GONE", "It is gone.", { id: "x", internal: "no" });
  });
  const error = await failing(call("guarded", actorWith("posts:write"), { n: 1 }));
  expect(failureOf(error, tree.guarded)).toMatchObject({
    code: "GONE",
    status: 410,
    details: { id: "x" },
  });
  expect(failureOf(error, tree.guarded).details).not.toHaveProperty("internal");
});

test("answers a bug and an undeclared error with the same fixed text", () => {
  for (const error of [
    new Error("db password is x"),
    new DomainError("OTHER", "secret", {}),
    "thrown text",
  ]) {
    const failure = failureOf(error, tree.guarded);
    expect(failure).toMatchObject({ code: "INTERNAL", status: 500, details: {} });
    expect(failure.message).not.toMatch(/password|secret|thrown/);
  }
});

test("answers an unavailable database with when to come back", () => {
  const failure = failureOf(new Unavailable("refused", { retryAfterSeconds: 3 }), undefined);
  expect(failure).toMatchObject({ code: "OVERLOADED", status: 503, details: { retryAfterSeconds: 3 } });
});

test("reports every call once, with its error", async () => {
  const records: CallRecord[] = [];
  const call = bound((n) => (n > 1 ? Number.NaN : n), {
    ...noPolicies,
    observe: (record) => records.push(record),
  });
  await call("guarded", actorWith("posts:write"), { n: 1 });
  await failing(call("guarded", actorWith("posts:write"), { n: 2 }));
  expect(records.map(({ path, error }) => [path, error === undefined])).toEqual([
    ["guarded", true],
    ["guarded", false],
  ]);
});

test("refuses at start-up a contract entry that has no handler", () => {
  expect(() => implement(tree, { open: async () => ({ name: "" }) } as never)).toThrow(
    '"guarded" has no handler',
  );
});
