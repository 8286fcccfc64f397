import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonAnswer, sending } from "./library/answers.ts";
import { libraryProcedures } from "./library/library-procedures.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const meta = { requestId: "r-1", timestamp: expect.stringMatching(/Z$/) };
const known = { "x-request-id": "r-1" };

test("answers a declared error with its status and typed data", async () => {
  const { headers, ...answer } = await jsonAnswer(api.call("/books/no1", { headers: known }));
  expect(answer).toEqual({
    status: 404,
    error: { code: "BOOK_NOT_FOUND", message: "There is no book no1.", details: [], data: { bookId: "no1" } },
    meta,
  });
  expect(headers.get("content-type")).toBe("application/json");
  const taken = await jsonAnswer(api.call("/books", sending("POST", { title: "Taken", pages: 1 })));
  expect(taken).toMatchObject({ status: 409, error: { code: "TITLE_TAKEN", data: { title: "Taken" } } });
});

test("answers a broken rule with the field, the rule, and what arrived", async () => {
  const { error } = await jsonAnswer(api.call("/books?limit=500"));
  expect(error).toEqual({
    code: "VALIDATION_FAILED",
    message: expect.any(String),
    details: [{ field: "limit", constraint: "max 100", message: expect.any(String), received: "500" }],
    data: {},
  });
});

test("answers the same facts as a problem to a client that prefers one", async () => {
  const init = { headers: { ...known, accept: "application/problem+json" } };
  const response = await api.call("/books/no1", init);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("vary")).toContain("Accept");
  expect(await response.json()).toEqual({
    type: "urn:ashlar:error:BOOK_NOT_FOUND",
    title: "Book not found",
    status: 404,
    detail: "There is no book no1.",
    code: "BOOK_NOT_FOUND",
    details: [],
    data: { bookId: "no1" },
    meta,
  });
});

test.each([
  ["application/problem+json", true],
  ["application/json, application/problem+json", true],
  ["Application/Problem+JSON;q=0.9, */*;q=0.8", true],
  ["application/problem+json;q=0.5, application/json", false],
  ["application/problem+json;q=0.5, application/json;q=0.1, */*", true],
  ["application/problem+json;q=0", false],
  ["application/problem+json;q=2", false],
  ["*/*", false],
  ["application/*", false],
  ["text/html", false],
])("takes Accept: %s for a wish for problems: %s", async (accept, isProblem) => {
  const { headers } = await api.call("/books/no1", { headers: { accept } });
  expect(headers.get("content-type")).toBe(isProblem ? "application/problem+json" : "application/json");
});

test("answers what the pipeline refuses in the same two forms", async () => {
  const foreign = { origin: "https://evil.example", cookie: "session=reader" };
  const init = sending("POST", {}, foreign);
  expect(await jsonAnswer(api.call("/books", init))).toMatchObject({
    status: 403,
    error: { code: "ORIGIN_REFUSED" },
  });
  const problem = await api.call("/nowhere", { headers: { accept: "application/problem+json" } });
  expect(await problem.json()).toMatchObject({
    status: 404,
    code: "NOT_FOUND",
    type: "urn:ashlar:error:NOT_FOUND",
  });
});

test.each([
  ["overload", 503, "OVERLOADED", "7"],
  ["limit", 429, "RATE_LIMITED", "9"],
])("says when to come back after %s", async (how, status, code, seconds) => {
  const answer = await jsonAnswer(api.call(`/fail/${how}`));
  expect(answer).toMatchObject({ status, error: { code, data: { retryAfterSeconds: Number(seconds) } } });
  expect(answer.headers.get("retry-after")).toBe(seconds);
});

test.each(["bug", "undeclared"])("tells nothing of a %s but the request id", async (how) => {
  const { headers, ...answer } = await jsonAnswer(api.call(`/fail/${how}`, { headers: known }));
  expect(answer).toMatchObject({ status: 500, error: { code: "INTERNAL", data: {} }, meta });
  expect(JSON.stringify(answer)).not.toContain("internal text");
});

test("challenges a caller whom it does not know", async () => {
  const answer = await api.call("/members/leave", { method: "POST" });
  expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="ashlar"']);
});
