import { trpcRouter } from "@ashlar/rpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, test } from "vitest";
import { counting } from "./library/counting.ts";
import { type ServedApi, serveBound } from "./library/serve-procedures.ts";

type Event = Readonly<Record<string, string>>;

/** The events of a whole stream, each by its fields. */
async function eventsOf(answer: Response): Promise<readonly Event[]> {
  const text = await answer.text();
  return text
    .split(/\n\n+/)
    .filter((block) => block !== "")
    .map((block) => Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s).slice(0, 2))));
}

const requestId = "r-1";
const inputOf = (input: unknown): string => `count?input=${encodeURIComponent(JSON.stringify(input))}`;
const asked = (api: ServedApi, address: string): Promise<Response> =>
  fetch(`${api.origin}/trpc/${address}`, { headers: { "x-request-id": requestId } });

/** What tRPC's own producer writes of the same procedures. */
const stock = (address: string): Promise<Response> =>
  fetchRequestHandler({
    router: trpcRouter(counting),
    endpoint: "/trpc",
    req: new Request(`http://a.test/trpc/${address}`),
    createContext: () => ({
      actor: null,
      request: {
        requestId,
        address: null,
        userAgent: null,
        idempotencyKey: null,
        lastEventId: null,
        signal: new AbortController().signal,
      },
      credentials: {
        grantSession: () => undefined,
        withdrawSession: () => undefined,
        replaced: () => null,
      },
      response: { setHeader: () => undefined },
    }),
  });

test.each([
  ["comes to its end", inputOf({ json: { how: "complete" } })],
  ["is refused", inputOf({ json: { how: "refuse" } })],
  ["breaks off", inputOf({ json: { how: "break" } })],
  ["fails by a bug", inputOf({ json: { how: "fail" } })],
  ["has a wrong input", inputOf({ json: { how: "otherwise" } })],
  ["has no input", "count"],
  ["has an input that is none", inputOf([])],
  ["has an input that is no JSON", "count?input=%7B"],
  ["has a position in its input", inputOf({ json: { how: "complete", lastEventId: "0" } })],
])("a stream that %s says after its beginning what tRPC's own producer says", async (_, address) => {
  await using api = await serveBound(counting);
  const ours = (await eventsOf(await asked(api, address))).filter(({ event }) => event !== "connected");
  const theirs = (await eventsOf(await stock(address))).filter(({ event }) => event !== "connected");
  expect(theirs.length).toBeGreaterThan(0);
  expect(ours).toEqual(theirs);
});

test("a stream begins with where it begins and when to come back", async () => {
  await using api = await serveBound(counting);
  const [first] = await eventsOf(await asked(api, inputOf({ json: { how: "complete" } })));
  expect(first).toEqual({
    retry: expect.stringMatching(/^[1-3]\d{3}$/),
    event: "connected",
    data: '{"reconnectAfterInactivityMs":40000}',
    id: "0",
  });
});

test("what ends a stream by a bug is logged, and nothing of it told", async () => {
  await using api = await serveBound(counting);
  const text = await (await asked(api, inputOf({ json: { how: "fail" } }))).text();
  expect(text).toContain("INTERNAL");
  expect(text).not.toContain("internal text");
  expect(api.errors).toMatchObject([{ error: { message: "internal text" } }]);
});

test("a stream tells only what the contract names", async () => {
  await using api = await serveBound(counting);
  const text = await (await asked(api, inputOf({ json: { how: "complete" } }))).text();
  expect(text).toContain('"of":2');
  expect(text).not.toContain("never leaves");
});

test.each([
  ["HEAD", "HEAD", inputOf({ json: { how: "complete" } }), 204],
  ["POST", "POST", "count", 405],
  ["a batch", "GET", "count?batch=1&input=%7B%7D", 405],
])("%s opens no stream", async (_, method, address, status) => {
  await using api = await serveBound(counting);
  const headers = { "content-type": "application/json" };
  const body = method === "POST" ? "{}" : null;
  const answer = await fetch(`${api.origin}/trpc/${address}`, { method, headers, body });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).not.toBe("text/event-stream");
});
