import { eventually } from "@ashlar/testing";
import { expect, test } from "vitest";
import { jsonAnswer, sending } from "./library/answers.ts";
import { libraryProcedures } from "./library/library-procedures.ts";
import { serveProcedures } from "./library/serve-procedures.ts";
import { openSlowSockets, slowBodies } from "./library/slow-sockets.ts";

/** Only a server that never does it takes as long. */
const patienceMs = 60_000;
const patient = { bodyGraceMs: 600_000 };
const timeouts = { deadlineMs: 600_000, requestTimeoutMs: 600_000 };
const kinds = Object.values(slowBodies);
const anyBody = (index: number) =>
  kinds[index % kinds.length] ?? kinds[0] ?? { headers: "", begin: "", drip: "" };
const slots = { concurrentRequests: 8, queuedRequests: 8 };

test("600 bodies that do not arrive hold no turn, and everybody is served meanwhile", async () => {
  await using api = await serveProcedures(libraryProcedures, {
    limits: { ...slots, ...patient },
    timeouts,
    trustedProxyHops: 1,
  });
  await using slow = await openSlowSockets(
    api.origin,
    600,
    anyBody,
    (index) => `198.51.${index >> 8}.${index & 255}`,
  );
  expect(await eventually(() => api.load.awaitedBodies === 600, patienceMs)).toBe(true);
  for (let call = 0; call < 20; call += 1) {
    slow.drip();
    expect((await api.call("/books/1")).status).toBe(200);
    expect((await api.call("/members", sending("POST", { name: "Ann" }))).status).toBe(201);
    expect((await fetch(`${api.origin}/health/ready`)).status).toBe(200);
  }
  expect(slow.open()).toBe(600);
  expect(api.load).toMatchObject({ running: 0, waiting: 0, refused: 0, awaitedBodies: 600 });
});

test("one client has at most half of the bodies that may be awaited: its oldest give way", async () => {
  await using api = await serveProcedures(libraryProcedures, {
    limits: { ...patient, awaitedBodies: 200 },
    timeouts,
    trustedProxyHops: 1,
  });
  await using slow = await openSlowSockets(api.origin, 600, anyBody);
  expect(await eventually(() => slow.open() === 100, patienceMs)).toBe(true);
  expect(api.load.awaitedBodies).toBe(100);
  expect((await api.call("/members", sending("POST", { name: "Ann" }))).status).toBe(201);
  expect((await api.call("/books/1")).status).toBe(200);
});

test("a process awaits a bounded number of bodies, and a prompt one arrives all the same", async () => {
  await using api = await serveProcedures(libraryProcedures, {
    limits: { ...patient, awaitedBodies: 50 },
    timeouts,
    trustedProxyHops: 1,
  });
  await using slow = await openSlowSockets(api.origin, 200, anyBody, (index) => `2001:db8:0:${index}::1`);
  expect(await eventually(() => slow.open() === 50, patienceMs)).toBe(true);
  for (let call = 0; call < 5; call += 1) {
    expect((await api.call("/members", sending("POST", { name: "Ann" }))).status).toBe(201);
  }
  expect(api.load.awaitedBodies).toBeLessThanOrEqual(50);
});

test.each(Object.entries(slowBodies))("%s is answered 408, and the connection ends", async (_, body) => {
  await using api = await serveProcedures(libraryProcedures, { limits: { bodyGraceMs: 100 } });
  await using slow = await openSlowSockets(api.origin, 3, () => body);
  const areEnded = await eventually(() => {
    slow.drip();
    return slow.open() === 0;
  }, patienceMs);
  expect(areEnded).toBe(true);
  expect(slow.received().match(/HTTP\/1\.1 408/g)).toHaveLength(3);
  expect(slow.received()).toContain('"code":"REQUEST_TIMEOUT"');
  expect(slow.received().toLowerCase()).toContain("connection: close");
  expect(api.load.awaitedBodies).toBe(0);
  expect(api.errors).toEqual([]);
});

test("a body that comes in pieces arrives whole, with a length and in chunks", async () => {
  await using api = await serveProcedures(libraryProcedures);
  const name = "Ann".repeat(20);
  const text = new TextEncoder().encode(JSON.stringify({ name }));
  const pieces = () =>
    new ReadableStream<Uint8Array>({
      async start(controller) {
        for (const byte of text) {
          controller.enqueue(Uint8Array.of(byte));
          await new Promise((resolve) => setImmediate(resolve));
        }
        controller.close();
      },
    });
  const init = { ...sending("POST", ""), body: pieces(), duplex: "half" as const };
  expect(await jsonAnswer(api.call("/members", init))).toMatchObject({ status: 201 });
  const refused = await api.call("/members", {
    ...init,
    body: pieces(),
    headers: { "content-type": "text/plain" },
  });
  expect(refused.status).toBe(415);
});

test("a body without a declared length is refused at the byte that is too many", async () => {
  await using api = await serveProcedures(libraryProcedures, { limits: { bodyBytes: 1_000 } });
  const chunked = (bytes: number) =>
    api.call("/members", {
      ...sending("POST", ""),
      body: new Blob([JSON.stringify({ name: "Ann" }).padEnd(bytes)]).stream(),
      duplex: "half",
    } as RequestInit);
  expect((await chunked(1_000)).status).toBe(201);
  expect(await jsonAnswer(chunked(1_001))).toMatchObject({
    status: 413,
    error: { code: "PAYLOAD_TOO_LARGE" },
  });
});
