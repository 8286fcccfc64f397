import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { systemClock } from "@ashlar/kernel";
import { expect, test } from "vitest";
import type { ResolveHost } from "../src/infrastructure/dial/resolve-host.ts";
import { type SignedSenderOptions, signedSender } from "../src/infrastructure/signed-sender.ts";
import { portOf } from "./receiver.ts";
import { tlsReceiver } from "./tls-receiver.ts";

const name = "hooks.example.test";
const secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const message = {
  body: '{"a":1}',
  requestId: "r-1",
  traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
};
const answers =
  (...addresses: string[]): ResolveHost =>
  async () =>
    addresses;

const send = (
  url: string,
  options: Partial<SignedSenderOptions> = {},
  signal = new AbortController().signal,
) =>
  signedSender({
    clock: systemClock,
    vault: { open: async (sealed) => sealed },
    reach: "development",
    resolve: answers("127.0.0.1"),
    timeoutMs: 2_000,
    ...options,
  }).send({ url, endpointId: "e", id: "m-1", message, secrets: [secret], signal });

/** A server in plain HTTP, or in whatever `onConnection` speaks. */
async function listening(server: ReturnType<typeof createTcpServer>) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    port: portOf(server),
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
const plain = (listener: RequestListener) => listening(createServer(listener));

test("connects to the address that was checked, asks once for it, and shows the name in SNI, Host and certificate", async () => {
  const hosts: (string | undefined)[] = [];
  await using end = await tlsReceiver(name, (request, response) => {
    hosts.push(request.headers.host, request.headers["x-request-id"]?.toString());
    hosts.push(request.headers.traceparent?.toString().slice(0, 36));
    response.writeHead(200).end("ok");
  });
  let asked = 0;
  // The second answer would lead to where nobody listens: what rebinding does.
  const resolve: ResolveHost = async () => {
    asked += 1;
    return asked === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
  };
  const outcome = await send(`https://${name}:${end.port}/hook`, { resolve, authorities: end.certificate });
  expect(outcome).toMatchObject({ failure: null, status: 200 });
  expect(asked).toBe(1);
  expect(end.serverNames).toEqual([name]);
  expect(hosts).toEqual([`${name}:${end.port}`, "r-1", message.traceparent.slice(0, 36)]);
});

test.each([
  ["a certificate that nobody vouches for", name, false],
  ["a certificate of another name", "other.example.test", true],
])("refuses %s, and sends nothing", async (_what, certified, isTrusted) => {
  let requests = 0;
  await using end = await tlsReceiver(certified, (_request, response) => {
    requests += 1;
    response.end();
  });
  const authorities = isTrusted ? end.certificate : undefined;
  const outcome = await send(`https://${name}:${end.port}/`, { authorities });
  expect(outcome).toMatchObject({ failure: "tls-refused", status: null });
  expect(requests).toBe(0);
});

test.each([
  ["a private address", ["10.0.0.1"]],
  ["a public and a private one", ["93.184.216.34", "127.0.0.1"]],
  ["metadata", ["169.254.169.254"]],
  ["mapped loopback", ["::ffff:127.0.0.1"]],
  ["NAT64 of loopback", ["64:ff9b::7f00:1"]],
])("makes no connection for a name that has %s", async (_what, addresses) => {
  await using end = await plain((_request, response) => response.end());
  const outcome = await send(`http://${name}:${end.port}/`, {
    reach: "public",
    resolve: answers(...addresses),
  });
  expect(outcome).toMatchObject({ failure: "address-refused", status: null });
  expect(end.connections()).toBe(0);
});

test("makes no connection to an address that is written in the URL, whatever was stored", async () => {
  await using end = await plain((_request, response) => response.end());
  expect(await send(end.url, { reach: "public" })).toMatchObject({ failure: "address-refused" });
  expect(end.connections()).toBe(0);
});

test("a name without addresses is told from an endpoint that refuses", async () => {
  expect(await send(`https://${name}/`, { resolve: answers() })).toMatchObject({
    failure: "name-not-resolved",
  });
  const end = await plain(() => undefined);
  await end[Symbol.asyncDispose]();
  expect(await send(end.url)).toMatchObject({ failure: "not-reachable", status: null });
});

test("an answer that does not come, or that drips, ends at the time limit", async () => {
  await using silent = await plain(() => undefined);
  await using dripping = await plain((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  });
  await using halfway = await listening(
    createTcpServer((socket): void => void socket.write("HTTP/1.1 200 OK\r\nX: ")),
  );
  for (const { url } of [silent, dripping, halfway]) {
    const outcome = await send(url, { timeoutMs: 300 });
    expect(outcome.failure).toBe("timed-out");
    expect(outcome.durationMs).toBeLessThan(1_500);
  }
  const never: ResolveHost = (_name, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  expect(await send(`https://${name}/`, { timeoutMs: 300, resolve: never })).toMatchObject({
    failure: "timed-out",
  });
});

test("no more than 64 KB of an answer are read, and its status counts", async () => {
  let written = 0;
  await using end = await plain((_request, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(64 * 1_024);
    const write = (): void => {
      if (response.destroyed || written > 64 * 1_024 * 1_024) return;
      written += chunk.length;
      if (response.write(chunk)) setImmediate(write);
      else response.once("drain", write);
    };
    write();
  });
  expect(await send(end.url)).toMatchObject({ failure: null, status: 200 });
  // What the kernel buffers on both sides of a loopback connection.
  expect(written).toBeLessThan(16 * 1_024 * 1_024);
});

test.each([
  [
    "headers without end",
    (socket: Socket): void => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write(`X-Filler: ${"x".repeat(4_000)}\r\n`), 1);
      socket.on("close", () => clearInterval(timer));
    },
  ],
  [
    "something that is not HTTP",
    (socket: Socket): void => {
      socket.end("-ERR unknown command\r\n");
    },
  ],
])("%s are a failed attempt", async (_what, onConnection) => {
  await using end = await listening(createTcpServer(onConnection));
  expect(await send(end.url)).toMatchObject({ failure: "answered-error", status: null });
});

test("an attempt ends with the work it belongs to, and tells nothing of its outcome", async () => {
  await using end = await plain(() => undefined);
  const work = new AbortController();
  const sending = send(end.url, {}, work.signal);
  setTimeout(() => work.abort(new Error("the worker stops")), 50);
  await expect(sending).rejects.toThrow("the worker stops");
});

test.each<[string, RequestListener]>([
  ["never ends", (_request, response) => void response.writeHead(200).write("and so")],
  ["is cut off", (_request, response) => void response.writeHead(200).write("and", () => response.destroy())],
  [
    "is shorter than announced",
    (_request, response) => void response.writeHead(200, { "content-length": 9 }).end(),
  ],
  ["is endless", (_request, response) => void response.writeHead(200).end("x".repeat(1_000_000))],
])("the status decides when the body %s", async (_what, listener) => {
  await using end = await plain(listener);
  expect(await send(end.url, { timeoutMs: 20_000 })).toMatchObject({ failure: null, status: 200 });
});

test.each([
  ["7", 7_000],
  ["86400", 86_400_000],
  ["soon", 0],
  ["-1", 0],
])("reports the wait that an endpoint asks for: Retry-After: %s", async (value, retryAfterMs) => {
  await using end = await plain((_request, response) =>
    response.writeHead(503, { "retry-after": value }).end(),
  );
  expect(await send(end.url)).toMatchObject({ failure: "answered-error", status: 503, retryAfterMs });
});

test("reports the wait until a date that an endpoint asks for", async () => {
  const value = new Date(Date.now() + 3_600_000).toUTCString();
  await using end = await plain((_request, response) =>
    response.writeHead(429, { "retry-after": value }).end(),
  );
  const { retryAfterMs } = await send(end.url);
  expect(retryAfterMs).toBeGreaterThan(3_000_000);
  expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
});
