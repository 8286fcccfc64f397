import { afterAll, beforeAll, expect, test } from "vitest";
import { type JsonAnswer, jsonAnswer, sending } from "./library/answers.ts";
import { libraryProcedures } from "./library/library-procedures.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const call = (path: string, init?: RequestInit): Promise<JsonAnswer> => jsonAnswer(api.call(path, init));
const wrongFields = ({ status, error }: JsonAnswer) => ({
  status,
  fields: error?.details.map(({ field, constraint }) => `${field}: ${constraint}`),
});
const said = async (path: string): Promise<unknown> => {
  const { data } = await call(path);
  return JSON.parse(String(Reflect.get(Object(data), "said")));
};

test("reads numbers, booleans, dates, literals and lists out of a query string", async () => {
  const query =
    "flag=true&at=2026-01-02T03:04:05%2B01:00&tags=a,b&tags=c&ratio=-1.5e1&level=2&either=false&big=123";
  expect(await said(`/echo/7?${query}`)).toEqual({
    count: 7,
    flag: true,
    at: "2026-01-02T02:04:05.000Z",
    tags: ["a", "b", "c"],
    ratio: -15,
    level: 2,
    either: false,
    big: "123n",
  });
});

test("takes an empty list parameter for an empty list", async () => {
  expect(await said("/echo/7?tags=")).toEqual({ count: 7, tags: [] });
});

test.each([
  ["/echo/seven", "count: type number"],
  ["/echo/0x10", "count: type number"],
  ["/echo/7?flag=yes", "flag: type boolean"],
  ["/echo/7?flag=true&flag=true", "flag: type boolean"],
  ["/echo/7?at=yesterday", "at: type date"],
  ["/echo/7?at=2026-13-01T00:00:00Z", "at: type date"],
  ["/echo/7?at=2026-01-01T00:00:00", "at: type date"],
  ["/echo/7?ratio=", "ratio: type number"],
  ["/echo/7?ratio=Infinity", "ratio: type number"],
  ["/echo/7?level=4", "level: one of 1, 2, 3"],
  ["/echo/7?nothing=1", "nothing: unknown field"],
  ["/echo/7?__proto__=1", "__proto__: unknown field"],
  ["/echo/7?tags[a]=1", "tags: type array"],
  ["/books?limit=1000000000", "limit: max 100"],
  ["/books?filter=lent", "filter: type object"],
  ["/books?filter=lent&filter[status]=lent", "filter: type object"],
  ["/books?filter[status]=lost", "filter.status: one of available, lent"],
  ["/books?filter[__proto__]=1", "filter.__proto__: unknown field"],
  ["/books?filter[constructor][prototype]=1", "filter.constructor: unknown field"],
  ["/books?sort=pages", "sort: one of addedAt, title"],
  ["/books?include=author,lender", "include.1: one of author"],
  ["/books/newest?page=1&x=2", "page: unknown field,x: unknown field"],
])("names the field of %s", async (path, complaint) => {
  expect(wrongFields(await call(path))).toEqual({ status: 422, fields: complaint.split(/,(?=\w+:)/) });
});

test("gives a list its filter, sort and inclusions, and the contract's defaults", async () => {
  const asked =
    "/books?filter[status]=lent&filter[pages]=12&sort=title&order=asc&limit=1&q=a+b&include=author";
  const { data } = await call(asked);
  expect(data).toMatchObject([{ author: { name: "Ann" } }]);
  expect(JSON.parse(Reflect.get(Object(data)[0], "title"))).toEqual({
    filter: { status: "lent", pages: 12 },
    sort: "title",
    order: "asc",
    q: "a b",
  });
  expect(Object((await call("/books")).data)).toHaveLength(20);
});

test("decodes path parameters one by one", async () => {
  expect((await call("/books/a%2Fb%20c")).data).toMatchObject({ id: "a/b c" });
  expect(await call("/books/%E0%A4%A")).toMatchObject({ status: 400, error: { code: "MALFORMED_PATH" } });
  expect(await call("/books/%00")).toMatchObject({ status: 200 });
});

test("prefers a fixed segment to a parameter, and knows no empty one", async () => {
  expect((await call("/books/newest")).data).toMatchObject({ id: "newest" });
  for (const path of ["/books/", "/books//", "/nowhere", "/books/1/2", "/Books"]) {
    expect(await call(path)).toMatchObject({ status: 404, error: { code: "NOT_FOUND" } });
  }
});

test("reads a body by the schema, ISO texts as dates", async () => {
  const book = { title: "Dune", pages: 600, addedAt: "2026-05-06T07:08:09.010Z" };
  const answer = await call("/books", sending("POST", book));
  expect(answer).toMatchObject({ status: 201, data: book });
});

test.each([
  [{ title: "", pages: 1 }, "title: min 1"],
  [{ title: "a" }, "pages: required"],
  [{ title: "a", pages: "1" }, "pages: type number"],
  [{ title: "a", pages: 1, addedAt: "soon" }, "addedAt: type date"],
  [{ title: "a", pages: 1, isbn: "x" }, "isbn: unknown field"],
  ['{"title":"a","pages":1,"__proto__":{}}', "__proto__: unknown field"],
  [[], ": type object"],
  ["null", ": type object"],
  ["5", ": type object"],
])("names the field of the body %j", async (body, complaint) => {
  expect(wrongFields(await call("/books", sending("POST", body)))).toEqual({
    status: 422,
    fields: [complaint],
  });
});

test("takes an absent body for an empty one", async () => {
  const init = { method: "POST", headers: { authorization: "Bearer writer" } };
  expect(wrongFields(await call("/books", init))).toEqual({
    status: 422,
    fields: ["title: required", "pages: required"],
  });
  expect((await api.call("/members/leave", init)).status).toBe(204);
  expect((await api.call("/members/leave", sending("POST", {}))).status).toBe(204);
});

test("names what was sent to a procedure without input", async () => {
  expect(wrongFields(await call("/members/leave", sending("POST", { why: 1 })))).toEqual({
    status: 422,
    fields: ["why: unknown field"],
  });
});

test("refuses query parameters where the input is the body", async () => {
  expect(wrongFields(await call("/books?title=a", sending("POST", { pages: 1 })))).toEqual({
    status: 422,
    fields: ["title: unknown parameter"],
  });
});

test("lets a body repeat the path and refuses one that contradicts it", async () => {
  expect(await call("/books/1", sending("PATCH", { id: "1", title: "t" }))).toMatchObject({ status: 200 });
  expect(wrongFields(await call("/books/1", sending("PATCH", { id: "2", title: "t" })))).toEqual({
    status: 422,
    fields: ["id: equal to the path"],
  });
});

test("asks who is calling before it judges the input", async () => {
  const stranger = { ...sending("POST", {}), headers: { "content-type": "application/json" } };
  expect(await call("/books", stranger)).toMatchObject({ status: 401, error: { code: "UNAUTHENTICATED" } });
  const reader = sending("POST", {}, { authorization: "Bearer reader" });
  expect(await call("/books", reader)).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
});

test.each([
  ["{", 400, "MALFORMED_JSON"],
  ['{"title":"\u00e9', 400, "MALFORMED_JSON"],
  [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, "MALFORMED_JSON"],
  ["x".repeat(102_401), 413, "PAYLOAD_TOO_LARGE"],
])("refuses a body it cannot read: %#", async (body, status, code) => {
  const init = { ...sending("POST", ""), body };
  expect(await call("/books", init)).toMatchObject({ status, error: { code, details: [] } });
});

test.each([
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/json, text/plain",
  "application/jsonp",
  "",
])("answers 415 to a body of type %j", async (type) => {
  const init = sending("POST", "{}", { "content-type": type });
  expect(await call("/books", init)).toMatchObject({
    status: 415,
    error: { code: "UNSUPPORTED_MEDIA_TYPE" },
  });
});

test.each([
  'Application/JSON;charset="utf-8"',
  "application/json; charset=utf8",
  "application/json; charset=latin1; x=y",
])("takes JSON whatever the parameters of its type: %s", async (type) => {
  const init = sending("POST", { title: "a", pages: 1 }, { "content-type": type });
  expect((await api.call("/books", init)).status).toBe(201);
});

test("does not read a body of DELETE", async () => {
  const init = sending("DELETE", "{ no json", { "content-type": "text/plain" });
  expect((await api.call("/books/1", init)).status).toBe(204);
});
