import { inRequestScope, Unavailable } from "@ashlar/kernel";
import { silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { type TextClient, type TextClientOptions, textClient } from "../src/index.ts";
import {
  type Behaviour,
  breaksOff,
  endless,
  fails,
  hangs,
  misbehavingPeer,
  redirects,
  resets,
} from "./misbehaving-peer.ts";

const clientOf = (url: string, options: Partial<TextClientOptions> = {}) =>
  textClient({ name: "the almanac", url, log: silentLog, timeoutMs: 30_000, ...options });

const says =
  (text: string, status = 200): Behaviour =>
  (response) =>
    response.writeHead(status).end(text);
const asNumber = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

const scope = {
  requestId: "r-1",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  signal: new AbortController().signal,
  log: silentLog,
};

test("asks for a path behind its base, and tells nothing else but its headers", async () => {
  await using peer = await misbehavingPeer(says("42"));
  const { get } = clientOf(`${peer.url}/mirror/`, { headers: { "user-agent": "tests" } });
  expect(await inRequestScope(scope, () => get("/days/7", asNumber))).toBe(42);
  expect(peer.heard).toHaveLength(1);
  expect(peer.heard[0]).toMatchObject({ method: "GET", url: "/mirror/days/7", body: "" });
  expect(peer.heard[0]?.headers["user-agent"]).toBe("tests");
  expect(JSON.stringify(peer.heard[0])).not.toMatch(/r-1|0af7651916cd43dd8448eb211c80319c/);
});

const asked = (client: TextClient): Promise<unknown> =>
  client.get("/", asNumber).then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test.each([
  ["fails", fails(500)],
  ["has nothing there", says("7", 404)],
  ["answers something else", says("<html>it works!</html>")],
  ["breaks off its answer", breaksOff],
  ["resets the connection", resets],
  ["sends elsewhere", redirects],
  ["never ends its answer", endless],
])("a peer that %s is Unavailable, asked once, and left alone after a few", async (_, behaviour) => {
  await using peer = await misbehavingPeer(behaviour);
  const client = clientOf(peer.url, {
    maximumAnswerBytes: 100_000,
    breaker: { minimumCalls: 2, openMs: 600_000 },
  });
  const error = await asked(client);
  expect(error).toBeInstanceOf(Unavailable);
  expect(String(error)).toContain("the almanac");
  expect(String(error)).not.toMatch(/hunter2|html|127\.0\.0\.1|ECONN/);
  expect(peer.heard).toHaveLength(1);
  await asked(client);
  expect(client.health().breaker).toBe("open");
  expect(String(await asked(client))).toContain("left alone");
  expect(peer.heard).toHaveLength(2);
});

test("a peer that hangs, or cannot be reached, is Unavailable", async () => {
  await using peer = await misbehavingPeer(hangs);
  expect(String(await asked(clientOf(peer.url, { timeoutMs: 50 })))).toContain("did not answer within 50 ms");
  await peer.refuse();
  expect(String(await asked(clientOf(peer.url)))).toContain("cannot be reached");
});
