import { request } from "node:http";
import { createClient, safe } from "@ashlar/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await testServer();
  token = await server.signIn("author");
});
afterAll(() => server[Symbol.asyncDispose]());

type Answer = { readonly status: number; readonly text: string; readonly headers: Headers };

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const json = { "content-type": "application/json" };

const post = (path: string, body: string, headers: Record<string, string> = json): Promise<Answer> =>
  send(path, { method: "POST", body, headers: { authorization: `Bearer ${token}`, ...headers } });

const create = (title: unknown, body: unknown = "text"): Promise<Answer> =>
  post("/trpc/posts.create", JSON.stringify({ json: { title, body } }));

const list = (input: unknown): Promise<Answer> =>
  send(`/trpc/posts.list?input=${encodeURIComponent(JSON.stringify({ json: input }))}`);

/** Words that only the inside of the service knows. */
const internal =
  /at \w+ \(|node_modules|\.ts:|select |insert |ECONN|postgres|drizzle|zod|TRPCError|SyntaxError|JSON at position/i;

function expectRefusal(answer: Answer, status: number, words: RegExp): void {
  expect(answer.text).not.toMatch(internal);
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(words)]);
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
}

test.each([
  ["a body that is no JSON", () => post("/trpc/posts.create", "{"), 400, /well-formed/],
  ["an empty body", () => post("/trpc/posts.create", ""), 400, /well-formed/],
  ["a body of another shape", () => post("/trpc/posts.create", "[]"), 400, /well-formed/],
  ["a body that is null", () => post("/trpc/posts.create", "null"), 400, /well-formed/],
  ["an input parameter that is no JSON", () => send("/trpc/posts.list?input=%7B"), 400, /well-formed/],
  ["an unknown procedure", () => send("/trpc/posts.destroyAll"), 404, /no such procedure/],
  ["a name of the prototype as procedure", () => send("/trpc/constructor"), 404, /no such procedure/],
  ["__proto__ as procedure", () => send("/trpc/__proto__.toString"), 404, /no such procedure/],
  ["a query called with POST", () => post("/trpc/posts.list", "{}"), 405, /called with GET/],
  ["a mutation called with GET", () => send("/trpc/posts.create"), 405, /POST/],
  [
    "a form of another site",
    () => post("/trpc/posts.create", "title=x", { "content-type": "application/x-www-form-urlencoded" }),
    415,
    /application\/json/,
  ],
  [
    "a multipart form",
    () => post("/trpc/posts.create", "--x--", { "content-type": "multipart/form-data; boundary=x" }),
    415,
    /application\/json/,
  ],
  [
    "a text body",
    () => post("/trpc/posts.create", "{}", { "content-type": "text/plain" }),
    415,
    /application\/json/,
  ],
  [
    "a compressed body",
    () => post("/trpc/posts.create", "{}", { ...json, "content-encoding": "gzip" }),
    415,
    /encoding/,
  ],
  ["a body over 100 KB", () => create("x", "y".repeat(110_000)), 413, /102400 bytes/],
  [
    "a batch of 11",
    () => send(`/trpc/${Array(11).fill("posts.list").join(",")}?batch=1`),
    400,
    /at most 10 calls/,
  ],
  ["a wrong type", () => create(7), 422, /"field":"title","constraint":"type string"/],
  ["a missing field", () => create(undefined), 422, /"field":"title","constraint":"required"/],
  [
    "an unknown field",
    () => post("/trpc/posts.create", '{"json":{"title":"a","body":"b","admin":true}}'),
    422,
    /"field":"admin","constraint":"unknown field"/,
  ],
  ["NUL in text", () => create("a", "b\u0000c"), 422, /"field":"body","constraint":"well-formed"/],
  [
    "a lone surrogate in text",
    () => create("a", "b\ud800c"),
    422,
    /"field":"body","constraint":"well-formed"/,
  ],
  [
    "NUL in the email of a sign-in",
    () => post("/trpc/auth.login", '{"json":{"email":"a\\u0000b","password":"x"}}'),
    422,
    /"field":"email","constraint":"well-formed"/,
  ],
  ["a line break of another kind", () => create("a\u2028b"), 422, /"field":"title".*line breaks/],
  ["a mark that turns text round", () => create("gnp.\u202eexe"), 422, /"field":"title".*direction of text/],
  ["a title of blanks", () => create("   "), 422, /"field":"title"/],
  ["a title over its bound", () => create("x".repeat(201)), 422, /"field":"title","constraint":"max 200"/],
  ["a limit of 1e9", () => list({ limit: 1e9 }), 422, /"field":"limit","constraint":"max 100"/],
  ["a page of 1e9", () => list({ page: 1e9 }), 422, /"field":"page","constraint":"max 1000"/],
  ["a fractional limit", () => list({ limit: 1.5 }), 422, /"field":"limit"/],
  ["a forged cursor", () => list({ cursor: "bm90IGEgY3Vyc29y" }), 422, /"field":"cursor"/],
  [
    "a sort that is not allowed",
    () => list({ sort: "body" }),
    422,
    /"field":"sort","constraint":"one of createdAt, publishedAt"/,
  ],
  ["an include that is not allowed", () => list({ include: ["sessions"] }), 422, /"field":"include.0"/],
  [
    "a filter that is not allowed",
    () => list({ filter: { passwordHash: "x" } }),
    422,
    /"field":"filter.passwordHash","constraint":"unknown field"/,
  ],
  [
    "an id that is no UUID",
    () => send(`/trpc/posts.get?input=${encodeURIComponent('{"json":{"id":"1; drop table"}}')}`),
    422,
    /"field":"id","constraint":"uuid"/,
  ],
  [
    "an invalid date in the wire format",
    () =>
      send(
        `/trpc/posts.get?input=${encodeURIComponent('{"json":{"id":"x"},"meta":{"values":{"id":["Date"]}}}')}`,
      ),
    422,
    /"field":"id"/,
  ],
  [
    "a path into the prototype in the wire format",
    () =>
      post(
        "/trpc/posts.create",
        '{"json":{"title":"a","body":"b"},"meta":{"values":{"__proto__.polluted":["Date"]}}}',
      ),
    400,
    /well-formed/,
  ],
  ["an address that nothing serves", () => send("/nowhere"), 404, /NOT_FOUND/],
] as const)("answers %s with its status and what is wrong", async (_case, sending, status, words) => {
  expectRefusal(await sending(), status, words);
});

test("nothing of all that was a fault of the service", async () => {
  expect(server.logged.filter(({ level }) => level === "error")).toEqual([]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("refuses a foreign origin that sends the user's cookie, and admits its own", async () => {
  const cookie = `ashlar_session=${token}`;
  const from = (headers: Record<string, string>) =>
    send("/trpc/auth.logout", { method: "POST", body: "{}", headers: { ...json, cookie, ...headers } });
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    {},
    { "sec-fetch-site": "cross-site" },
  ]) {
    expectRefusal(await from(headers), 403, /ORIGIN_REFUSED/);
  }
  expect((await send("/trpc/auth.me", { headers: { cookie } })).status).toBe(200);
  const other = await server.signIn("author");
  expect((await from({ origin: "https://own.example", cookie: `ashlar_session=${other}` })).status).toBe(200);
});

test("tells a page of a foreign origin nothing by CORS", async () => {
  const foreign = await send("/trpc/posts.list", { headers: { origin: "https://evil.example" } });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  const local = await send("/trpc/posts.list", { headers: { origin: "http://localhost:5173" } });
  expect(local.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
});

test("keeps a valid request id and replaces any other", async () => {
  expect(
    (await send("/trpc/posts.list", { headers: { "x-request-id": "job-7.a_b" } })).headers.get(
      "x-request-id",
    ),
  ).toBe("job-7.a_b");
  for (const forged of ["two words", "x".repeat(129), "a<script>"]) {
    const answered = await send("/trpc/posts.list", { headers: { "x-request-id": forged } });
    expect(answered.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("a cursor is sealed: nobody reads where it stands, changes it or takes it to another list", async () => {
  const { anonymous } = server;
  const author = createClient({ url: server.url, token });
  for (const title of ["One", "Two"]) {
    const { id } = await author.posts.create.mutate({ title, body: "text" });
    await author.posts.publish.mutate({ id });
  }
  const { items, page } = await anonymous.posts.list.query({ limit: 1 });
  const cursor = page.nextCursor ?? "";
  const next = await anonymous.posts.list.query({ limit: 1, cursor });
  expect([items[0]?.title, next.items[0]?.title]).toEqual(["Two", "One"]);
  expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("posts");
  expectRefusal(await list({ cursor: `${cursor.slice(0, -2)}AA` }), 422, /"field":"cursor"/);
  const [, error] = await safe(anonymous.posts.byUser.query({ userId: items[0]?.authorId ?? "", cursor }));
  expect(error?.data?.failure).toMatchObject({ code: "VALIDATION_FAILED" });
});

test("cuts a body of undeclared length off at its bound", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = request(`${server.url}/trpc/auth.login`, {
      method: "POST",
      headers: { ...json, "transfer-encoding": "chunked" },
    });
    sending.on("response", (response) => resolve(response.statusCode));
    sending.on("error", reject);
    for (let sent = 0; sent < 300_000; sent += 10_000) sending.write("x".repeat(10_000));
    sending.end();
  });
  expect(status).toBe(413);
});

test("a password of ten megabytes costs no hashing", async () => {
  const answer = await post(
    "/trpc/auth.login",
    JSON.stringify({ json: { email: "a@b.example", password: "p".repeat(10_000_000) } }),
  );
  expect(answer.status).toBe(413);
  const long = await post(
    "/trpc/auth.login",
    JSON.stringify({ json: { email: "a@b.example", password: "p".repeat(1_025) } }),
  );
  expectRefusal(long, 422, /"field":"password","constraint":"max 1024"/);
  expect(long.text).not.toContain("ppp");
});
