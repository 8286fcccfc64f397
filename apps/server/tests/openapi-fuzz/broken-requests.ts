import fc from "fast-check";
import type { Operation } from "./open-api.ts";
import type { FuzzRequest } from "./requests-of.ts";

/** A request with one thing wrong. */
export type Broken = {
  readonly request: FuzzRequest;
  readonly fault: string;
  /** False where the fault may happen to be allowed. */
  readonly isSurelyWrong: boolean;
};

type Fault = (request: FuzzRequest, operation: Operation) => fc.Arbitrary<Broken>;

const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e21,
  "",
  " ",
  "\u0000",
  "\ud800",
  "x".repeat(60_000),
  [],
  [[]],
  {},
  { toString: 1 },
  "2026-02-30T00:00:00Z",
];

const oddTexts = [
  "",
  "%00",
  "%ED%A0%80",
  "%E0%A4%A",
  "%",
  "..%2F..",
  "'",
  "NaN",
  "1e999",
  "a".repeat(2_000),
  "%F0%9F%98%80",
];

/** Takes a request that is allowed and breaks one part of it. */
export const brokenFrom = (operation: Operation, requests: fc.Arbitrary<FuzzRequest>): fc.Arbitrary<Broken> =>
  requests.chain((request) => {
    const faults: Fault[] = [unknownParameter, oddParameter];
    if (Object.keys(request.path).length > 0) faults.push(oddPath);
    if (request.body !== undefined)
      faults.push(unreadableBody, oddField, missingField, unknownField, wrongType);
    if (operation.method !== "GET") faults.push(foreignOrigin);
    return fc.constantFrom(...faults).chain((fault) => fault(request, operation));
  });

const unknownParameter: Fault = (request) =>
  fc.constantFrom("nothing=1", "__proto__=1", "constructor=1", "a[b][c]=1", "[]=1").map((pair) => ({
    request: { ...request, query: [...request.query, pair] },
    fault: `unknown parameter ${pair}`,
    isSurelyWrong: true,
  }));

const oddParameter: Fault = (request, operation) => {
  const names = operation.parameters.flatMap((one) => (one.in === "query" ? [one.name] : []));
  if (names.length === 0) return unknownParameter(request, operation);
  return fc
    .record({ name: fc.constantFrom(...names), text: fc.constantFrom(...oddTexts) })
    .map(({ name, text }) => ({
      request: { ...request, query: [...request.query, `${name}=${text}`, `${name}[x]=${text}`] },
      fault: `odd parameter ${name}=${text.slice(0, 20)}`,
      isSurelyWrong: false,
    }));
};

const oddPath: Fault = (request) =>
  fc
    .record({
      name: fc.constantFrom(...Object.keys(request.path)),
      text: fc.constantFrom(...oddTexts.filter((text) => text !== "")),
    })
    .map(({ name, text }) => ({
      request: { ...request, path: { ...request.path, [name]: text } },
      fault: `odd path parameter ${text.slice(0, 20)}`,
      isSurelyWrong: true,
    }));

const unreadableBody: Fault = (request, operation) =>
  fc
    .constantFrom(
      "{",
      "",
      "null",
      "[]",
      '"text"',
      "\u0000",
      "[".repeat(50_000),
      "x".repeat(110_000),
      '{"a":1,}',
    )
    .map((body) => ({
      request: { ...request, body },
      fault: `body ${body.slice(0, 10)}`,
      isSurelyWrong: body !== "" || isRequired(operation),
    }));

const isRequired = ({ bodySchema }: Operation): boolean =>
  Array.isArray(bodySchema?.required) && bodySchema.required.length > 0;

const fieldsOf = ({ body }: FuzzRequest): Record<string, unknown> => JSON.parse(body ?? "{}");

const withBody = (request: FuzzRequest, body: unknown, fault: string, isSurelyWrong: boolean): Broken => ({
  request: { ...request, body: JSON.stringify(body) },
  fault,
  isSurelyWrong,
});

const oddField: Fault = (request, operation) => {
  const names = Object.keys(fieldsOf(request));
  if (names.length === 0) return unknownField(request, operation);
  return fc
    .record({ name: fc.constantFrom(...names), value: fc.constantFrom(...oddValues) })
    .map(({ name, value }) =>
      withBody(request, { ...fieldsOf(request), [name]: value }, `odd field ${name}`, false),
    );
};

const missingField: Fault = (request, operation) => {
  const names = Object.keys(fieldsOf(request));
  if (names.length === 0) return unknownField(request, operation);
  return fc.constantFrom(...names).map((name) => {
    const { [name]: _, ...rest } = fieldsOf(request);
    return withBody(request, rest, `missing field ${name}`, false);
  });
};

const unknownField: Fault = (request) =>
  fc
    .constantFrom("nothing", "isAdmin", "constructor")
    .map((name) => withBody(request, { ...fieldsOf(request), [name]: 1 }, `unknown field ${name}`, true));

const wrongType: Fault = (request) =>
  fc
    .constantFrom(
      { "content-type": "text/plain" },
      { "content-type": "multipart/form-data; boundary=x" },
      { "content-encoding": "gzip" },
    )
    .map((headers) => ({
      request: { ...request, headers: { ...request.headers, ...headers } },
      fault: `headers ${JSON.stringify(headers)}`,
      isSurelyWrong: true,
    }));

const foreignOrigin: Fault = (request) =>
  fc.constant({
    request: {
      ...request,
      headers: { ...request.headers, cookie: "session=x", origin: "https://evil.example" },
    },
    fault: "foreign origin",
    isSurelyWrong: true,
  });
