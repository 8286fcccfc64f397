import { connect } from "node:net";
import { expect, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { errorOf, rawExchange, statusOf } from "./library/raw-socket.ts";
import { serveProcedures } from "./library/serve-procedures.ts";

const host = "host: localhost\r\n";
const close = "connection: close\r\n";

test("an address of 8 KiB is served, a longer one is 414", async () => {
  await using api = await serveProcedures(libraryProcedures);
  const get = (bytes: number) => {
    const path = "/api/v1/echo/1?tags=";
    return rawExchange(api.origin, `GET ${path.padEnd(bytes, "x")} HTTP/1.1\r\n${host}${close}\r\n`);
  };
  expect(statusOf(await get(8_192))).toBe(200);
  const refused = await get(8_193);
  expect(statusOf(refused)).toBe(414);
  expect(errorOf(refused)).toMatchObject({ error: { code: "URI_TOO_LONG" } });
});

test.each([
  ["one large header", `x: ${"y".repeat(20_000)}\r\n`],
  ["many headers", Array.from({ length: 900 }, (_, index) => `x-${index}: ${"y".repeat(16)}\r\n`).join("")],
])("%s is 431 and the connection ends", async (_, headers) => {
  await using api = await serveProcedures(libraryProcedures);
  const refused = await rawExchange(api.origin, `GET /api/v1/books HTTP/1.1\r\n${host}${headers}\r\n`);
  expect(statusOf(refused)).toBe(431);
  expect(errorOf(refused)).toMatchObject({ error: { code: "HEADERS_TOO_LARGE" } });
});

test.each(["/api/v1/books", "/trpc/books.list", "/nowhere"])(
  "TRACE %s is 405 and repeats nothing",
  async (path) => {
    await using api = await serveProcedures(libraryProcedures);
    const refused = await rawExchange(
      api.origin,
      `TRACE ${path} HTTP/1.1\r\n${host}${close}cookie: session=secret\r\n\r\n`,
    );
    expect(statusOf(refused)).toBe(405);
    expect(refused.text.toLowerCase()).toContain("allow: get, head, post");
    expect(refused.text).not.toContain("secret");
  },
);

const logged = (code: string) => expect.objectContaining({ code, message: "request refused" });
const oversized = `x: ${"y".repeat(20_000)}\r\n`;
test.each([
  ["no Host", "GET / HTTP/1.1\r\n", 400, "MALFORMED_HOST"],
  ["two Hosts", `GET / HTTP/1.1\r\n${host}host: other\r\n`, 400, "MALFORMED_HOST"],
  ["the same Host twice", `GET / HTTP/1.1\r\n${host}HOST: localhost\r\n`, 400, "MALFORMED_HOST"],
  ["two Hosts in HTTP/1.0", `GET / HTTP/1.0\r\n${host}${host}`, 400, "MALFORMED_HOST"],
  ["an empty Host", "GET / HTTP/1.1\r\nhost:\r\n", 400, "MALFORMED_HOST"],
  ["a Host with a path", "GET / HTTP/1.1\r\nhost: a/b\r\n", 400, "MALFORMED_HOST"],
  ["a Host with a user", "GET / HTTP/1.1\r\nhost: a@b\r\n", 400, "MALFORMED_HOST"],
  ["a Host with a space", "GET / HTTP/1.1\r\nhost: a b\r\n", 400, "MALFORMED_HOST"],
  ["a Host with a bad port", "GET / HTTP/1.1\r\nhost: a:99999\r\n", 400, "MALFORMED_HOST"],
  ["a Host with a bad escape", "GET / HTTP/1.1\r\nhost: %zz\r\n", 400, "MALFORMED_HOST"],
  ["a Host that another parser reads otherwise", "GET / HTTP/1.1\r\nhost: 0X7F.1\r\n", 400, "MALFORMED_HOST"],
  ["a Host without its port", "GET / HTTP/1.1\r\nhost: x:\r\n", 400, "MALFORMED_HOST"],
  ["an asterisk", `OPTIONS * HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["dot segments", `GET /api/v1/../../metrics HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["one dot", `GET /api/./v1/books HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["a dot at the end", `GET /api/v1/.. HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["escaped dots", `GET /api/v1/%2e%2E/x HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["half escaped dots", `GET /api/v1/.%2e?x HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["backslashes", `GET /api\\..\\metrics HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["dots in a whole URL", `GET http://localhost/a/../metrics HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["no path", `GET * HTTP/1.1\r\n${host}`, 400, "MALFORMED_PATH"],
  ["an unknown expectation", `GET / HTTP/1.1\r\n${host}expect: x\r\n`, 417, "EXPECTATION_FAILED"],
  ["large headers", `GET / HTTP/1.1\r\n${host}${oversized}`, 431, "HEADERS_TOO_LARGE"],
  ["a malformed header", `GET / HTTP/1.1\r\n${host}x : a\r\n`, 400, "MALFORMED_REQUEST"],
  ["a tunnel", `CONNECT a:443 HTTP/1.1\r\n${host}`, 405, "METHOD_NOT_ALLOWED"],
])("%s is refused in the envelope, with an id, a line and a count", async (_, head, status, code) => {
  await using api = await serveProcedures(libraryProcedures);
  const refused = await rawExchange(api.origin, `${head}${close}\r\n`);
  expect(statusOf(refused)).toBe(status);
  const requestId = /x-request-id: (\S+)/i.exec(refused.text)?.[1];
  expect(errorOf(refused)).toMatchObject({ error: { code }, meta: { requestId } });
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  expect(api.lines).toEqual([logged(code)]);
  expect(api.load.rejected).toEqual({ [code]: 1 });
});

test.each([
  "GET /health/live HTTP/1.0\r\n",
  "HEAD /health/ready HTTP/1.0\r\n",
  `GET /health/ready HTTP/1.0\r\n${host}`,
])("a health check of HTTP/1.0 is answered: %j", async (head) => {
  await using api = await serveProcedures(libraryProcedures);
  const answer = await rawExchange(api.origin, `${head}\r\n`);
  expect(statusOf(answer)).toBe(200);
  expect(answer.text.toLowerCase()).toContain("x-content-type-options: nosniff");
});

test.each(["localhost:3000", "api.example.org", "[::1]:80", "EXAMPLE.org.", "a_b"])(
  "Host %s is served",
  async (name) => {
    await using api = await serveProcedures(libraryProcedures);
    const head = `GET /api/v1/books/1 HTTP/1.1\r\nhost: ${name}\r\n${close}\r\n`;
    expect(statusOf(await rawExchange(api.origin, head))).toBe(200);
  },
);

test.each([
  ["ORIGIN_REFUSED", { cookie: "session=x", origin: "https://evil.example" }],
  ["UNSUPPORTED_MEDIA_TYPE", { "content-type": "text/plain" }],
  ["UNSUPPORTED_MEDIA_TYPE", { "content-type": "application/json", "content-encoding": "gzip" }],
  ["MALFORMED_JSON", { "content-type": "application/json" }],
  ["PAYLOAD_TOO_LARGE", { "content-type": "application/json", "content-length": "200000" }],
])("a refusal in the pipeline is a line and a count: %s", async (code, headers) => {
  await using api = await serveProcedures(libraryProcedures);
  const head = Object.entries({ "content-length": "1", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  await rawExchange(api.origin, `POST /api/v1/members HTTP/1.1\r\n${host}${close}${head.join("")}\r\n{`);
  expect(api.lines).toEqual([logged(code)]);
  expect(api.load.rejected).toEqual({ [code]: 1 });
});

test.each(["CONNECT example.org:443", "PROPFIND /api/v1/books", "PURGE /api/v1/books"])(
  "%s is 405",
  async (line) => {
    await using api = await serveProcedures(libraryProcedures);
    expect(statusOf(await rawExchange(api.origin, `${line} HTTP/1.1\r\n${host}${close}\r\n`))).toBe(405);
  },
);

// Node itself would give up after a minute.
test("a request whose headers never end is given up", { timeout: 30_000 }, async () => {
  await using api = await serveProcedures(libraryProcedures, { timeouts: { headersTimeoutMs: 200 } });
  const refused = await rawExchange(api.origin, `GET /api/v1/books HTTP/1.1\r\n${host}x-slow: `);
  expect(statusOf(refused)).toBe(408);
});

test("a request whose body never comes is given up", { timeout: 30_000 }, async () => {
  await using api = await serveProcedures(libraryProcedures, {
    timeouts: { headersTimeoutMs: 200, requestTimeoutMs: 400 },
  });
  const head = `POST /api/v1/members HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 50\r\n\r\n{`;
  const refused = await rawExchange(api.origin, head);
  expect(statusOf(refused)).toBe(408);
  expect(api.errors).toEqual([]);
});

const post = "POST /api/v1/members HTTP/1.1\r\n";
test.each([
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ["no Host", "GET /api/v1/books HTTP/1.1\r\n\r\n"],
  ["two lengths", `${post}${host}content-length: 2\r\ncontent-length: 20\r\n\r\n{}`],
  ["a length and chunks", `${post}${host}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
  ["a length that is no number", `${post}${host}content-length: -1\r\n\r\n`],
  ["an unknown transfer encoding", `${post}${host}transfer-encoding: x, identity\r\n\r\n`],
  ["a header folded into two lines", `GET / HTTP/1.1\r\n${host}x: a\r\n b\r\n\r\n`],
  ["a space before the colon", `GET / HTTP/1.1\r\n${host}x : a\r\n\r\n`],
  ["a chunk size that is no number", `${post}${host}transfer-encoding: chunked\r\n\r\nzz\r\n`],
])("%s is 400, closes the connection and says nothing of the parser", async (_, bytes) => {
  await using api = await serveProcedures(libraryProcedures);
  const refused = await rawExchange(api.origin, bytes);
  expect(statusOf(refused)).toBe(400);
  expect(refused.text).not.toMatch(/HPE_|llhttp|parse error/i);
  expect(api.errors).toEqual([]);
});

test.each([
  ["/api/v1/members", { "content-type": "text/plain" }],
  ["/api/v1/members", { "content-type": "application/x-www-form-urlencoded" }],
  ["/api/v1/members", { "content-type": "multipart/form-data; boundary=x" }],
  ["/api/v1/members", { "content-type": "application/json", "content-encoding": "gzip" }],
  ["/trpc/members.join", { "content-type": "text/plain" }],
  ["/trpc/members.join", { "content-type": "multipart/form-data; boundary=x" }],
  ["/trpc/members.join", { "content-type": "application/json", "content-encoding": "br" }],
])("POST %s with %o is 415", async (path, headers) => {
  await using api = await serveProcedures(libraryProcedures);
  const answer = await fetch(api.origin + path, { method: "POST", headers, body: '{"name":"Ann"}' });
  expect(answer.status).toBe(415);
  expect(await answer.text()).toContain("UNSUPPORTED_MEDIA_TYPE");
});

test.each([
  ["/api/v1/books/1", 200],
  ["/api/v1/books/none", 404],
  ["/trpc/books.newest", 200],
  ["/nowhere", 404],
])("%s is never stored for a signed-in caller, and never sniffed, framed or run", async (path, status) => {
  await using api = await serveProcedures(libraryProcedures, { isProduction: true });
  const { headers, ...answer } = await fetch(api.origin + path, {
    headers: { authorization: "Bearer reader" },
  }).then((response) => ({ status: response.status, headers: response.headers }));
  expect(answer.status).toBe(status);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("strict-transport-security")).toContain("max-age=");
});

test.each([
  ["REST", "/api/v1/members/leave", undefined],
  ["tRPC", "/trpc/members.leave", '{"json":null,"meta":{"values":["undefined"],"v":1}}'],
  ["a batch of tRPC", "/trpc/members.leave,members.join?batch=1", '{"1":{"json":{"name":"Ann"}}}'],
])(
  "%s takes the session back and has the browser forget what it stored, also for a page of another origin",
  async (_, path, body) => {
    await using api = await serveProcedures(libraryProcedures);
    const origin = "https://app.example.org";
    const headers = { authorization: "Bearer reader", "content-type": "application/json", origin };
    const left = await fetch(api.origin + path, { method: "POST", headers, ...(body && { body }) });
    expect(left.ok).toBe(true);
    expect(left.headers.getSetCookie()).toEqual(["session="]);
    expect(left.headers.get("clear-site-data")).toBe('"storage"');
    expect(left.headers.get("access-control-allow-origin")).toBe(origin);
  },
);

test.each([
  ["a call that ends no session", "/api/v1/members", '{"name":"Ann"}'],
  ["a call that ends no session", "/trpc/members.join", '{"json":{"name":"Ann"}}'],
  ["an end that nobody asks for", "/api/v1/members/leave", undefined],
  ["an end that nobody asks for", "/trpc/members.leave", "{}"],
])("%s leaves the browser's storage alone: %s", async (_, path, body) => {
  await using api = await serveProcedures(libraryProcedures);
  const headers = { "content-type": "application/json" };
  const { headers: answered } = await fetch(api.origin + path, {
    method: "POST",
    headers,
    ...(body && { body }),
  });
  expect([answered.get("set-cookie"), answered.get("clear-site-data")]).toEqual([null, null]);
});

test("a client that leaves in the middle of its body is no error of the server", async () => {
  await using api = await serveProcedures(libraryProcedures);
  for (const path of ["/api/v1/members", "/trpc/members.join"]) {
    const head = `POST ${path} HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 50\r\n\r\n{`;
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(api.origin).port), "127.0.0.1", () => {
        socket.write(head, () => setTimeout(() => socket.resetAndDestroy(), 50));
      });
      socket.on("close", () => resolve());
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(api.errors).toEqual([]);
});
