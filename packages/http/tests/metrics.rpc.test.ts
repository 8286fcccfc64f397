import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { type Log, Unavailable } from "@ashlar/kernel";
import { trpcRouter } from "@ashlar/rpc";
import { silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { createApp, createOperationsApp, defaultLimits, listen, trackRequests } from "../src/index.ts";

const metrics = { contentType: "text/plain; version=0.0.4", text: async () => "up 1\n" };
const health = { ready: async () => undefined };

async function served(
  kind: "api" | "operations",
  {
    authenticate = async () => null,
    log = silentLog,
    isProduction = false,
  }: {
    readonly isProduction?: boolean;
    readonly authenticate?: () => Promise<null>;
    readonly log?: Log;
  } = {},
) {
  const activeRequests = trackRequests(10_000);
  const app =
    kind === "operations"
      ? createOperationsApp({ health, metrics, log })
      : createApp({
          router: trpcRouter([]),
          procedures: [],
          authenticate,
          sessionCookie: { name: "session", serialize: () => "", clear: () => "" },
          health,
          activeRequests,
          origins: { own: [], allowed: [], allowsLoopback: false },
          trustedProxyHops: 0,
          isProduction,
          limits: defaultLimits,
          metrics,
          log,
        });
  const server = await listen({ app, activeRequests, hostname: "0.0.0.0", port: 0 });
  return { port: server.port, load: activeRequests.load, [Symbol.asyncDispose]: () => server.drain(100) };
}

/** Status and body of `GET /metrics` at an address of this machine. */
const scraped = (
  host: string,
  port: number,
  headers: Record<string, string> = {},
): Promise<[number, string]> =>
  new Promise((resolve, reject) => {
    request({ host, port, path: "/metrics", headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += String(chunk);
      });
      response.on("end", () => resolve([response.statusCode ?? 0, body]));
    })
      .on("error", reject)
      .end();
  });

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

test("shows no metrics on the main port in production", async () => {
  await using api = await served("api", { isProduction: true });
  expect(await scraped("127.0.0.1", api.port)).toEqual([404, expect.stringContaining("NOT_FOUND")]);
});

test("shows metrics to this machine, and to nobody whom a proxy passes on", async () => {
  await using api = await served("api");
  expect(await scraped("127.0.0.1", api.port)).toEqual([200, "up 1\n"]);
  for (const header of ["x-forwarded-for", "forwarded", "via", "x-real-ip"]) {
    const [status, body] = await scraped("127.0.0.1", api.port, { [header]: "203.0.113.7" });
    expect([status, body.includes("up 1")]).toEqual([404, false]);
  }
});

test.skipIf(outside === undefined)(
  "answers another address as it answers an address that nothing serves",
  async () => {
    await using api = await served("api");
    const [status, body] = await scraped(outside ?? "", api.port);
    expect([status, JSON.parse(body).error.code]).toEqual([404, "NOT_FOUND"]);
  },
);

test("shows metrics and health to whoever reaches the port of its own, and serves nothing else there", async () => {
  await using operations = await served("operations");
  expect(await scraped(outside ?? "127.0.0.1", operations.port)).toEqual([200, "up 1\n"]);
  const at = (path: string) =>
    fetch(`http://127.0.0.1:${operations.port}${path}`).then(({ status }) => status);
  expect([await at("/health/ready"), await at("/trpc/x"), await at("/api/v1/posts")]).toEqual([
    200, 404, 404,
  ]);
});

test("counts answers by the class of their status", async () => {
  await using api = await served("api");
  await fetch(`http://127.0.0.1:${api.port}/api/v1/nothing`);
  await fetch(`http://127.0.0.1:${api.port}/openapi.json`);
  expect(api.load).toMatchObject({ running: 0, waiting: 0, refused: 0, answers: { 2: 1, 4: 1 } });
});

test("counts a request that fails before any procedure is called, since no call will tell of it, and warns", async () => {
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => warnings.push(message) };
  const authenticate = async () => {
    throw new Unavailable("The database is away.");
  };
  await using api = await served("api", { authenticate, log });
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${api.port}${path}`, { headers: { authorization: "Bearer of-somebody" } });
  expect([(await ask("/api/v1/posts")).status, (await ask("/trpc/posts.list")).status]).toEqual([503, 503]);
  expect(api.load).toMatchObject({ failed: 2, refused: 0, answers: { 5: 2 } });
  expect(warnings).toEqual(["request not served", "request not served"]);
});
