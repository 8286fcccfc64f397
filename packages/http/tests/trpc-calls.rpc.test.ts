import { bindCalls, detachedContext, noPolicies, trpcRouter } from "@ashlar/rpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
});
afterAll(() => api[Symbol.asyncDispose]());

type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown };

const answered = async (response: Response): Promise<Answer> => ({
  status: response.status,
  type: response.headers.get("content-type"),
  body: JSON.parse(await response.text()),
});

const headers = { "x-request-id": "r-1", "content-type": "application/json" };
const ours = (path: string, init?: RequestInit): Promise<Answer> =>
  fetch(`${api.origin}/trpc/${path}`, { ...init, headers }).then(answered);

/** The same call, answered by tRPC's own server. */
const router = trpcRouter(bindCalls(libraryProcedures, noPolicies));
const theirs = (path: string, init?: RequestInit): Promise<Answer> =>
  fetchRequestHandler({
    router,
    endpoint: "/trpc",
    req: new Request(`${api.origin}/trpc/${path}`, { ...init, headers }),
    createContext: () => detachedContext(null, { requestId: "r-1" }),
  }).then(answered);

const input = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
const post = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });

describe("a call is answered as tRPC's own server answers it", () => {
  test.each<[string, string, RequestInit?]>([
    ["a query with dates", `books.get?input=${input({ json: { id: "1" } })}`],
    ["a query without input", "books.newest"],
    ["a declared error", `books.get?input=${input({ json: { id: "no1" } })}`],
    ["a broken rule", `books.get?input=${input({ json: { id: "" } })}`],
    ["an overload", `members.fail?input=${input({ json: { how: "overload" } })}`],
    ["a bug", `members.fail?input=${input({ json: { how: "bug" } })}`],
    ["a caller who is nobody", "members.leave", post({ json: null, meta: { values: ["undefined"], v: 1 } })],
    ["a mutation", "members.join", post({ json: { name: "Ann" } })],
    ["a mutation by GET", "members.join"],
    ["a query by POST", "books.newest", post({ json: null })],
    ["no such procedure", "books.burn"],
    ["no procedure at all", ""],
    ["a folder of procedures", "books"],
    ["an encoded path", `books%2Eget?input=${input({ json: { id: "1" } })}`],
    [
      "an input of superjson's",
      `members.echo?input=${input({ json: { count: 1, at: "2026-01-02T03:04:05.678Z" }, meta: { values: { at: ["Date"] }, v: 1 } })}`,
    ],
    ["an input that superjson does not write", `books.get?input=${input({ json: {}, meta: 7 })}`],
    ["an input that is no object", `books.get?input=${input(7)}`],
    ["a batch", `books.newest,books.get?batch=1&input=${input({ 1: { json: { id: "1" } } })}`],
    [
      "a batch with two outcomes",
      `books.get,books.get?batch=1&input=${input({ 0: { json: { id: "1" } }, 1: { json: { id: "no" } } })}`,
    ],
    [
      "a batch that fails alike",
      `books.get,books.find?batch=1&input=${input({ 0: { json: { id: "no" } }, 1: { json: { id: "no" } } })}`,
    ],
    ["a batch without inputs", "books.newest,books.newest?batch=1"],
    ["a batch of one", `books.get?batch=1&input=${input({ 0: { json: { id: "1" } } })}`],
    [
      "a batch of mutations",
      "members.join,members.join?batch=1",
      post({ 0: { json: { name: "A" } }, 1: { json: {} } }),
    ],
  ])("%s", async (_name, path, init) => {
    const expected = await theirs(path, init);
    expect(await ours(path, init)).toEqual(expected);
  });
});

describe("what differs", () => {
  test("a batch of a query and a mutation is answered call by call, where tRPC refuses the whole", async () => {
    const { status, body } = await ours("books.newest,members.join?batch=1");
    expect(status).toBe(inject("trpcDirect") ? 207 : 400);
    if (inject("trpcDirect"))
      expect(body).toMatchObject([{ result: {} }, { error: { json: { data: { httpStatus: 405 } } } }]);
  });

  test.each<[string, string, RequestInit?]>([
    ["input that is not JSON", "books.get?input=%7B"],
    ["a body that is not JSON", "members.join", { method: "POST", body: "{" }],
    ["an empty body", "members.join", { method: "POST" }],
    ["inputs of a batch that are no object", `books.get?batch=1&input=${input([])}`],
    ["a path that is not text", "books%E0.get"],
  ])("%s is refused before any call, with 400", async (_name, path, init) => {
    const { status, body } = await ours(path, init);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { json: { data: { httpStatus: 400, requestId: "r-1", failure: { details: {} } } } },
    });
  });
});

test.each<[string, string, RequestInit?]>([
  ["a query", `books.list?input=${input({ limit: 1 })}`],
  ["a mutation", "members.join", post({ name: "Ann" })],
  ["fields beside `json`", `books.list?input=${input({ json: {}, limit: 1 })}`],
  ["the inputs of a batch in a single call", `books.list?input=${input({ 0: { json: { limit: 1 } } })}`],
  ["a stream", `books.changes?input=${input({ limit: 1 })}`],
])("an input without its envelope is refused with the reason: %s", async (_name, path, init) => {
  const text = await fetch(`${api.origin}/trpc/${path}`, { ...init, headers }).then((each) => each.text());
  expect(text).toContain("BAD_REQUEST");
  expect(text).toMatch(/The input must be an object with `json`, as superjson writes it/);
});

test("a batch that is too large names the option of the link that bounds it", async () => {
  const { status, body } = await ours(`${Array(11).fill("books.newest").join(",")}?batch=1`);
  expect([status, JSON.stringify(body)]).toEqual([
    400,
    expect.stringMatching(/at most 10 calls.*`maxItems: 10`/),
  ]);
});

test("of a batch, the longest wait is told", async () => {
  const calls = { 0: { json: { how: "overload" } }, 1: { json: { how: "limit" } } };
  const response = await fetch(`${api.origin}/trpc/members.fail,members.fail?batch=1&input=${input(calls)}`);
  expect(response.headers.get("retry-after")).toBe("9");
  expect(response.status).toBe(207);
});

test("answers line by line are tRPC's own", async () => {
  const path = `books.newest,books.get?batch=1&input=${input({ 1: { json: { id: "no1" } } })}`;
  const response = await fetch(`${api.origin}/trpc/${path}`, {
    headers: { "trpc-accept": "application/jsonl" },
  });
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  const lines = (await response.text()).trim().split("\n");
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join("")).toContain("There is no book no1.");
});
