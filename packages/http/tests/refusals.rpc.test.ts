import { type ProtocolCode, protocolErrors } from "@ashlar/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { libraryProcedures } from "./library/library-procedures.ts";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

let api: ServedApi;
beforeAll(async () => {
  api = await serveProcedures(libraryProcedures);
});
afterAll(() => api[Symbol.asyncDispose]());

const json = { "content-type": "application/json" };
const query = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${api.origin}/trpc/${path}`, { headers });
const change = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = json,
): Promise<Response> => fetch(`${api.origin}/trpc/members.join`, { method: "POST", body, headers });

/** What makes tRPC's surface answer each refusal of the contract's table; a new one needs its line here. */
const refusals: Readonly<Record<ProtocolCode, readonly (() => Promise<Response>)[] | "elsewhere">> = {
  BAD_REQUEST: [
    () => query('books.list?input={"limit":1}'),
    () => query("books%E0.get"),
    () => query("books.get?batch=1&input=[]"),
    () => query("books.list?input=7"),
    () => change("[]"),
  ],
  BATCH_TOO_LARGE: [() => query(`${Array(11).fill("books.newest").join(",")}?batch=1`)],
  MALFORMED_JSON: [
    () => query("books.get?input=%7B"),
    () => change("{"),
    () => change(""),
    () => change(new Uint8Array([0x22, 0xff, 0x22])),
  ],
  NOT_FOUND: [() => query("books.burn"), () => query("toString"), () => query("")],
  METHOD_NOT_ALLOWED: [() => fetch(`${api.origin}/trpc/books.newest`, { method: "PROPFIND" })],
  METHOD_NOT_SUPPORTED: [
    () => query("members.join"),
    () => fetch(`${api.origin}/trpc/books.newest`, { method: "POST", body: '{"json":null}', headers: json }),
    () => fetch(`${api.origin}/trpc/books.newest`, { method: "PUT", body: "{}", headers: json }),
    () => fetch(`${api.origin}/trpc/books.newest`, { method: "DELETE" }),
  ],
  ORIGIN_REFUSED: [
    () => change('{"json":{}}', { ...json, cookie: "session=x" }),
    () => change('{"json":{}}', { ...json, cookie: "a=b", origin: "https://evil.example" }),
  ],
  PAYLOAD_TOO_LARGE: [() => change(`"${"x".repeat(110_000)}"`)],
  UNSUPPORTED_MEDIA_TYPE: [
    () => change("{}", { "content-type": "text/plain" }),
    () => change("{}", { "content-type": "application/jsonp" }),
    () => change("{}", { ...json, "content-encoding": "gzip" }),
  ],
  URI_TOO_LONG: [() => query(`books.get?input=${"x".repeat(9_000)}`)],
  // tRPC's own word for what is read, and refused, before it.
  PARSE_ERROR: "elsewhere",
  // Of REST and of pages.
  MALFORMED_PATH: "elsewhere",
  SIGN_IN_EXPIRED: "elsewhere",
  // Before there is a request: see `unreadable-requests.ts`.
  BODY_INCOMPLETE: "elsewhere",
  MALFORMED_REQUEST: "elsewhere",
  REQUEST_TIMEOUT: "elsewhere",
  HEADERS_TOO_LARGE: "elsewhere",
  EXPECTATION_FAILED: "elsewhere",
  MALFORMED_HOST: "elsewhere",
};

const sendings = Object.entries(refusals).flatMap(([code, ways]) =>
  ways === "elsewhere" ? [] : ways.map((send, index) => [`${code} ${index + 1}`, code, send] as const),
);

test.each(sendings)(
  "%s has a failure that a typed client reads, with its request id",
  async (_name, code, send) => {
    const response = await send();
    const { error } = JSON.parse(await response.text());
    expect(error.json.data).toMatchObject({
      failure: { code, details: {} },
      httpStatus: protocolErrors.get(code)?.status,
      requestId: response.headers.get("x-request-id"),
    });
    expect([response.status, error.json.message]).toEqual([
      protocolErrors.get(code)?.status,
      expect.stringMatching(/\w.*\.$/),
    ]);
  },
);

test("a server that forwards a cookie is told what to send in its place", async () => {
  const text = await change("{}", { ...json, cookie: "session=x" }).then((each) => each.text());
  expect(text).toMatch(/CORS_ORIGINS.*`Authorization: Bearer`, and no cookie/);
});

describe.each([
  ["one call", "members.join", {}],
  ["a batch", "members.join?batch=1", {}],
  ["a batch answered line by line", "members.join?batch=1", { "trpc-accept": "application/jsonl" }],
] as const)("bodies are read by the same rules: %s", (_name, path, headers) => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, contentType: string) => {
    const init = { method: "POST", body, headers: { "content-type": contentType, ...headers } };
    const response = await fetch(`${api.origin}/trpc/${path}`, init);
    return {
      status: response.status,
      text: await response.text(),
      id: response.headers.get("x-request-id") ?? "",
    };
  };
  const member = path.includes("batch") ? '{"0":{"json":{"name":"Zoë"}}}' : '{"json":{"name":"Zoë"}}';

  test.each([
    "application/json",
    "application/json;charset=utf8",
    'Application/JSON ; charset="UTF-8"',
    "application/json; charset=latin1",
    "application/json; profile=x; version=2",
    "application/json;",
  ])("as %s", async (contentType) => {
    const { status, text } = await send(member, contentType);
    expect([status, text]).toEqual([200, expect.stringContaining('"m1"')]);
  });

  test.each([
    [
      "broken UTF-8",
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      "application/json",
      400,
      "MALFORMED_JSON",
    ],
    [
      "UTF-16",
      new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
      "application/json; charset=utf-16",
      400,
      "MALFORMED_JSON",
    ],
    ["half of an object", '{"0":', "application/json", 400, "MALFORMED_JSON"],
    ["nothing", "", "application/json", 400, "MALFORMED_JSON"],
    ["a form", "a=b", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["another type of JSON", "{}", "application/merge-patch+json", 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["two types", "{}", "application/json, text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"],
  ])("not %s", async (_what, body, contentType, expected, code) => {
    const { status, text, id } = await send(body, contentType);
    expect([status, text]).toEqual([expected, expect.stringContaining(`"code":"${code}"`)]);
    expect(text).toContain(`"requestId":"${id}"`);
  });

  test("whatever fails has the id of its request", async () => {
    for (const body of ['{"0":7}', '{"0":{"limit":1}}', '{"0":{"json":{"name":7}}}', "[]", "{}"]) {
      const { text, id } = await send(body, "application/json");
      expect(text).toContain(`"requestId":"${id}"`);
      expect(text).not.toContain('"failure":null');
    }
  });
});
