import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonAnswer, sending } from "./library/answers.ts";
import { libraryProcedures } from "./library/library-procedures.ts";
import { rawRequest } from "./library/raw-request.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const book = { id: "1", title: "Book 1", pages: 100, status: "lent", addedAt: "2026-01-02T03:04:05.678Z" };

test("puts one resource into the envelope, and nothing that the contract does not name", async () => {
  const { headers, ...answer } = await jsonAnswer(
    api.call("/books/1", { headers: { "x-request-id": "r-1" } }),
  );
  expect(answer).toEqual({
    status: 200,
    data: book,
    meta: { requestId: "r-1", timestamp: iso, durationMs: expect.any(Number) },
    links: { self: "/api/v1/books/1" },
  });
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-request-id")).toBe("r-1");
});

test("leads a keyset list on by its cursor, and keeps the request's own parameters", async () => {
  const { links, meta } = await jsonAnswer(
    api.call("/books?filter[status]=lent&limit=1&cursor=old&include=author"),
  );
  const rest = "/api/v1/books?filter%5Bstatus%5D=lent&limit=1&include=author";
  expect(meta).toMatchObject({
    pagination: { limit: 1, hasNext: true, hasPrevious: true, nextCursor: "n/x=" },
  });
  expect(links).toEqual({
    self: "/api/v1/books?filter%5Bstatus%5D=lent&limit=1&cursor=old&include=author",
    first: rest,
    prev: null,
    next: `${rest}&cursor=n%2Fx%3D`,
  });
  expect((await api.call(String(links?.next).slice("/api/v1".length))).status).toBe(200);
});

test("leads a numbered list on by page numbers", async () => {
  const links = async (page: number) => (await jsonAnswer(api.call(`/books?limit=1&page=${page}`))).links;
  const at = (page: number) => `/api/v1/books?limit=1&page=${page}`;
  expect(await links(1)).toEqual({ self: at(1), first: at(1), prev: null, next: at(2), last: at(5) });
  expect(await links(3)).toEqual({ self: at(3), first: at(1), prev: at(2), next: at(4), last: at(5) });
  expect(await links(5)).toEqual({ self: at(5), first: at(1), prev: at(4), next: null, last: at(5) });
});

test("links by legal references whatever a browser lets pass", async () => {
  const { body } = await rawRequest(`${api.origin}/api/v1/books/a|b^c?`, {});
  expect(JSON.parse(body.toString()).links).toEqual({ self: "/api/v1/books/a%7Cb%5Ec" });
  const list = await rawRequest(`${api.origin}/api/v1/books?limit=1&q={x}%`, {});
  expect(JSON.parse(list.body.toString()).links).toMatchObject({
    self: "/api/v1/books?limit=1&q=%7Bx%7D%25",
    next: "/api/v1/books?limit=1&q=%7Bx%7D%25&cursor=n%2Fx%3D",
  });
});

test("says where what it created is: the collection's, or where the contract says", async () => {
  const created = await jsonAnswer(api.call("/books", sending("POST", { title: "a", pages: 1 })));
  expect(created).toMatchObject({ status: 201, links: { self: "/api/v1/books/b%2F1" } });
  expect(created.headers.get("location")).toBe("/api/v1/books/b%2F1");
  const joined = await api.call("/members", sending("POST", { name: "a" }));
  expect(joined.headers.get("location")).toBe("/api/v1/members/m1/card");
});

test("tells of a deprecated operation, success or failure, until when it stays and where to go", async () => {
  for (const id of ["a%20b", "none"]) {
    const { headers } = await api.call(`/titles/${id}`);
    expect(headers.get("deprecation")).toBe("@1767225600");
    expect(headers.get("sunset")).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
    expect(headers.get("link")).toBe(`</api/v1/books/${id}>; rel="successor-version"`);
  }
  expect((await api.call("/books/1")).headers.get("deprecation")).toBeNull();
});

test("answers 204 without a body, cookies included", async () => {
  const response = await api.call("/members/leave", {
    method: "POST",
    headers: { authorization: "Bearer reader" },
  });
  expect([response.status, await response.text()]).toEqual([204, ""]);
  expect(response.headers.get("set-cookie")).toBe("session=");
  expect(response.headers.get("content-type")).toBeNull();
});

test("answers HEAD as GET without the body", async () => {
  const head = await api.call("/books/1", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect(head.headers.get("etag")).toBe((await api.call("/books/1")).headers.get("etag"));
});

test.each([
  ["/books", "GET, HEAD, POST, OPTIONS"],
  ["/books/1", "GET, HEAD, PATCH, DELETE, OPTIONS"],
  ["/books/newest", "GET, HEAD, OPTIONS"],
  ["/members/leave", "POST, OPTIONS"],
  ["/books/changes", "GET, OPTIONS"],
])("tells which methods %s takes", async (path, allow) => {
  const options = await api.call(path, { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
  const refused = await jsonAnswer(api.call(path, { method: "PUT", body: "{" }));
  expect(refused).toMatchObject({ status: 405, error: { code: "METHOD_NOT_ALLOWED" } });
  expect(refused.headers.get("allow")).toBe(allow);
});

test("opens no stream for the head of one", async () => {
  expect((await api.call("/books/changes", { method: "HEAD" })).status).toBe(405);
});

test("answers a method that HTTP has and REST has not", async () => {
  const { status, headers } = await rawRequest(`${api.origin}/api/v1/books`, { method: "PROPFIND" });
  expect([status, headers.allow]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
});

test("answers 304 to who has the current state, by weak comparison", async () => {
  const first = await api.call("/books/1");
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^W\/"[\w-]+"$/);
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  for (const condition of [tag, `"x", ${tag}`, tag.slice(2), "*"]) {
    const again = await api.call("/books/1", { headers: { "if-none-match": condition } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
  }
  expect((await api.call("/books/1", { headers: { "if-none-match": '"x"' } })).status).toBe(200);
  expect((await api.call("/books/2", { headers: { "if-none-match": tag } })).status).toBe(200);
});

test("never lets an authenticated answer be stored", async () => {
  const answer = await api.call("/books/1", { headers: { authorization: "Bearer reader" } });
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test.each([
  ["br", "br"],
  ["gzip", "gzip"],
  ["gzip, deflate, br", "br"],
  ["gzip;q=1, br;q=0.5", "gzip"],
  ["*", "br"],
  ["br;q=0, *", "gzip"],
  ["identity", undefined],
  ["gzip;q=0", undefined],
  ["gzip;q=high", undefined],
])("compresses for Accept-Encoding: %s", async (accepted, encoding) => {
  const url = `${api.origin}/api/v1/books?limit=50`;
  const { headers, body } = await rawRequest(url, { headers: { "accept-encoding": accepted } });
  expect(headers["content-encoding"]).toBe(encoding);
  expect(headers.vary).toContain("Accept-Encoding");
  const text = encoding === "br" ? brotliDecompressSync(body) : encoding === "gzip" ? gunzipSync(body) : body;
  expect(JSON.parse(text.toString()).data).toHaveLength(50);
});

test("sends short answers as they are", async () => {
  const { headers } = await rawRequest(`${api.origin}/api/v1/books/1`, {
    headers: { "accept-encoding": "gzip" },
  });
  expect(headers["content-encoding"]).toBeUndefined();
});

test("answers whatever a client says it accepts", async () => {
  expect((await api.call("/books/1", { headers: { accept: "image/png" } })).status).toBe(200);
});

test("streams a subscription, resumes after the last event, and tells only what the contract names", async () => {
  const leave = new AbortController();
  const init = { headers: { "last-event-id": "41", "accept-encoding": "gzip, br" }, signal: leave.signal };
  const response = await api.call("/books/changes?lastEventId=12", init);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("content-encoding")).toBeNull();
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes("id: 43")) break;
  }
  leave.abort();
  const data = JSON.stringify({ ...book, id: "x", title: "Book x" });
  expect(text).toMatch(/^retry: [1-3]\d{3}\nid: 41\n\n/);
  expect(text).toContain(`\n\nid: 42\ndata: ${data}\n\nid: 43\ndata: {`);
  expect(text).not.toContain("never leaves");
});
