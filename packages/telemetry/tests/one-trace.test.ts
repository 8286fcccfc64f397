import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { resolve } from "node:path";
import { DomainError, Unavailable } from "@ashlar/kernel";
import { serviceClient } from "@ashlar/resilience";
import { implement } from "@ashlar/rpc";
import { createSpine, defineHandler } from "@ashlar/spine";
import { serveApp, silentLog, testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { openTracing } from "../src/index.ts";
import { type CollectedSpan, collector } from "./collector.ts";
import { shopContract, stockContract } from "./shop-contract.ts";

const userId = "0190f5a0-0000-7000-8000-000000000001";

/** What the second process has, as the first must know it to enqueue its deliveries. */
const handlerElsewhere = defineHandler({
  name: "test.welcome",
  on: ["user.registered"],
  handle: async () => undefined,
});

async function secondProcess(databaseUrl: string, endpoint: string) {
  const child = fork(resolve(import.meta.dirname, "second-process.ts"), [databaseUrl, endpoint]);
  const [message] = await once(child, "message");
  return {
    url: String(Reflect.get(Object(message), "url")),
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

const order = (url: string, sku: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/api/v1/shop/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ sku }),
  });

/** From a span up to the one that has no parent here. */
function pathTo(span: CollectedSpan | undefined, all: readonly CollectedSpan[]): string[] {
  if (span === undefined) return [];
  return [
    ...pathTo(
      all.find(({ spanId }) => spanId === span.parentSpanId),
      all,
    ),
    `${span.service}: ${span.name}`,
  ];
}

test("a request, its statements, its outbound call, its event and the jobs behind it are one trace over two processes", async () => {
  await using sink = await collector();
  await using db = await testDatabase();
  await using second = await secondProcess(db.url, sink.endpoint);
  const { tracer, close } = await openTracing({ endpoint: sink.endpoint, serviceName: "first" });
  const stock = serviceClient({ name: "stock", contract: stockContract, url: second.url, log: silentLog });
  const spine = createSpine({ database: db.connection, log: silentLog, tracer });
  const unitOfWork = spine.unitOfWork(() => ({}));
  const procedures = implement(shopContract, {
    shop: {
      order: async ({ input }) => {
        await spine.queues();
        const { left } = await stock.calls.stock.left({ sku: input.sku });
        await unitOfWork(async ({ events }) => {
          await events.append({
            type: "user.registered",
            aggregateId: userId,
            data: { userId, email: "ann@example.org", name: "Ann" },
          });
        });
        return { left };
      },
    },
  });
  spine.register({ handlers: [handlerElsewhere] });
  await using server = await serveApp(procedures, { tracer });
  const answer = await order(server.url, "secret-sku");
  expect(answer.status).toBe(200);
  const mailed = () =>
    sink.spans.find(
      ({ name, parentSpanId }) =>
        name === "insert audit_entries" && isBelow(parentSpanId, "process test.mail"),
    );
  const isBelow = (spanId: string, name: string): boolean => {
    const span = sink.spans.find((each) => each.spanId === spanId);
    return span !== undefined && (span.name === name || isBelow(span.parentSpanId, name));
  };
  await expect
    .poll(() => mailed() !== undefined && sink.spans.some(({ name }) => name === "POST /api/v1"), {
      timeout: 15_000,
    })
    .toBe(true);

  const request = "first: POST /api/v1";
  const call = "first: shop.order";
  const at = (service: string, name: string) =>
    sink.spans.find((span) => span.service === service && span.name === name);
  expect(pathTo(mailed(), sink.spans)).toEqual([
    request,
    call,
    "first: transaction",
    "second: process test.welcome",
    "second: transaction",
    "second: process test.mail",
    "second: transaction",
    "second: insert audit_entries",
  ]);
  expect(pathTo(at("second", "stock.left"), sink.spans)).toEqual([
    request,
    call,
    "first: stock stock.left",
    "second: GET /api/v1",
    "second: stock.left",
  ]);
  expect(pathTo(at("first", "select jobs"), sink.spans)).toEqual([request, call, "first: select jobs"]);
  expect(pathTo(at("first", "insert events"), sink.spans).slice(0, 3)).toEqual([
    request,
    call,
    "first: transaction",
  ]);
  const { traceId } = at("first", "POST /api/v1") ?? {};
  expect(new Set(sink.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  expect(answer.headers.get("traceparent")).toContain(traceId);
  const [stored] = await db.sql`select traceparent from events`;
  expect(stored?.traceparent).toContain(traceId);
  expect(JSON.stringify(sink.spans)).not.toMatch(/ann@example\.org|"Ann"/);
  await close();
  await spine.close();
});

test("an outcome leaves its trace whole, what the server could not do marks it", async () => {
  await using sink = await collector();
  const { tracer, close } = await openTracing({ endpoint: sink.endpoint, serviceName: "first" });
  const procedures = implement(shopContract, {
    shop: {
      order: async ({ input }) => {
        throw input.sku === "none"
          ? new DomainError("OUT_OF_STOCK", "There is none.", {})
          : new Unavailable("The database cannot serve now.");
      },
    },
  });
  await using server = await serveApp(procedures, { tracer });
  expect((await order(server.url, "none")).status).toBe(409);
  expect((await order(server.url, "down")).status).toBe(503);
  await close();
  const of = (status: string) =>
    sink.spans.find(({ attributes }) => attributes["http.response.status_code"] === status);
  const calls = (parent: CollectedSpan | undefined) =>
    sink.spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId).map(({ isFailed }) => isFailed);
  expect([of("409")?.isFailed, of("503")?.isFailed]).toEqual([false, true]);
  expect([calls(of("409")), calls(of("503"))]).toEqual([[false], [true]]);
});

test("keeps the trace of a caller, and records nothing of one that is not recorded", async () => {
  await using sink = await collector();
  const { tracer, close } = await openTracing({
    endpoint: sink.endpoint,
    serviceName: "first",
    tracesPerSecond: 2,
  });
  const seen: string[] = [];
  const procedures = implement(shopContract, { shop: { order: async () => ({ left: 1 }) } });
  await using server = await serveApp(procedures, { tracer });
  const trace = (digit: string) => digit.repeat(32);
  for (const [digit, flags] of [
    ["a", "01"],
    ["b", "00"],
    ["c", "01"],
    ["d", "01"],
  ] as const) {
    const traceparent = `00-${trace(digit)}-00f067aa0ba902b7-${flags}`;
    const answer = await order(server.url, "x", { traceparent });
    seen.push(answer.headers.get("traceparent") === traceparent ? digit : "lost");
  }
  await close();
  expect(seen).toEqual(["a", "b", "c", "d"]);
  expect([...new Set(sink.spans.map(({ traceId }) => traceId))]).toEqual([trace("a"), trace("c")]);
});

test.each([
  ["is away", null],
  ["never answers", createServer()],
])("answers all the same when the collector %s, and stops without it", async (_, deaf) => {
  const held: Socket[] = [];
  deaf?.on("connection", (socket) => held.push(socket)).listen(0, "127.0.0.1");
  if (deaf) await once(deaf, "listening");
  const endpoint = `http://127.0.0.1:${deaf ? portOf(deaf) : 9}`;
  const { tracer, close } = await openTracing({ endpoint, serviceName: "first" });
  const procedures = implement(shopContract, { shop: { order: async () => ({ left: 1 }) } });
  await using server = await serveApp(procedures, { tracer });
  const answers = await Promise.all(Array.from({ length: 50 }, () => order(server.url, "x")));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  await close();
  for (const socket of held) socket.destroy();
  deaf?.close();
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
