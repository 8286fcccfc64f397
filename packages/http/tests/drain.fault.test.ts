import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "../src/app-env.ts";
import { listen, trackRequests } from "../src/index.ts";

const request = "GET /word HTTP/1.1\r\nhost: a\r\n\r\n";

async function served() {
  const app = new Hono<AppEnv>().get("/word", (c) => c.text("here"));
  return listen({ app, activeRequests: trackRequests(1_000), hostname: "127.0.0.1", port: 0 });
}

/** Everything that arrives until the connection ends; fails when it is reset. */
async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await once(socket, "end");
  socket.destroy();
  return Buffer.concat(chunks).toString();
}

test("answers a request that lies unread on a kept connection when the server begins to stop, and says close", async () => {
  const server = await served();
  const socket = connect(server.port, "127.0.0.1");
  socket.write(request);
  await once(socket, "data");
  const answer = textOf(socket);
  // Nobody reads between these two: the request is in the buffer of the server's socket when it stops.
  socket.write(request);
  const drained = server.drain(5_000);
  expect(await answer).toMatch(/connection: close[\s\S]*here$/i);
  await drained;
});

test("answers on a connection that was made, but not yet taken, when the server begins to stop", async () => {
  const server = await served();
  const socket = connect(server.port, "127.0.0.1");
  socket.on("connect", () => socket.write(request));
  const answer = textOf(socket);
  const drained = server.drain(5_000);
  expect(await answer).toMatch(/here$/);
  await drained;
});

test("answers on each of many connections that wait to be taken when the server begins to stop", async () => {
  const server = await served();
  const sockets = Array.from({ length: 40 }, () => connect(server.port, "127.0.0.1"));
  for (const socket of sockets) socket.on("connect", () => socket.write(request));
  const answers = sockets.map(textOf);
  await once(sockets.at(-1) ?? process, "connect");
  const drained = server.drain(5_000);
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/here$/);
  await drained;
});

test("leaves a connection in use open until an answer closes it", async () => {
  const server = await served();
  const socket = connect(server.port, "127.0.0.1");
  socket.write(request);
  await once(socket, "data");
  const answer = textOf(socket);
  const drained = server.drain(5_000);
  // As late as a client may come that asks twice a second.
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.write(request);
  expect(await answer).toMatch(/connection: close[\s\S]*here$/i);
  await drained;
});

test("closes a connection that stays without a request, and refuses new ones", async () => {
  const server = await served();
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  const rest = textOf(socket);
  // Longer than this test may take: only a connection that is closed ends the wait.
  await server.drain(600_000);
  expect(await rest).toBe("");
  const refused = connect(server.port, "127.0.0.1");
  const [error] = await once(refused, "error");
  expect(error).toMatchObject({ code: "ECONNREFUSED" });
});
