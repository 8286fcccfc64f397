import { query, subscription } from "@ashlar/contracts";
import { implement } from "@ashlar/rpc";
import { expect, test } from "vitest";
import { z } from "zod";
import { type ServedApi, serveProcedures } from "./library/serve-procedures.ts";

const summary = "Takes its time.";
const Hold = z.strictObject({ name: z.string() });
const contract = {
  hold: query("GET /hold/{name}", { summary, access: "public", input: Hold, output: z.string() }),
  watch: subscription("GET /watch", { summary, access: "public", output: z.string() }),
};

/** Handlers that wait at a barrier, in the order in which they were let in. */
const barrier = () => {
  const held: string[] = [];
  const gate = Promise.withResolvers<void>();
  const procedures = implement(contract, {
    hold: async ({ input }) => {
      held.push(input.name);
      await gate.promise;
      return input.name;
    },
    watch: async () => ({ position: () => "0", messages: new ReadableStream() }),
  });
  return { procedures, held, open: () => gate.resolve() };
};

const limits = { concurrentRequests: 2, queuedRequests: 3, queueWaitMs: 600_000 };
const hold = (api: ServedApi, name: string, init?: RequestInit) => api.call(`/hold/${name}`, init);

/** Starts requests one after the other, so that their order is known. */
async function inOrder(
  api: ServedApi,
  names: readonly string[],
  init?: RequestInit,
): Promise<Promise<Response>[]> {
  const answers: Promise<Response>[] = [];
  for (const name of names) {
    answers.push(hold(api, name, init));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return answers;
}

test("what neither works nor waits is refused without a wait, and health still answers", async () => {
  const { procedures, held, open } = barrier();
  await using api = await serveProcedures(procedures, { limits });
  const answers = await inOrder(api, ["a", "b", "c", "d", "e"]);
  expect(held).toEqual(["a", "b"]);

  for (let call = 0; call < 20; call += 1) {
    const refused = await (call % 2 ? hold(api, "x") : fetch(`${api.origin}/trpc/hold?input=%7B%7D`));
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.headers.get("x-request-id")).toBeTruthy();
    expect(await refused.text()).toContain("OVERLOADED");
  }
  const large = await api.call("/hold/x", { method: "POST", body: "x".repeat(90_000) });
  expect(large.status).toBe(503);
  expect((await fetch(`${api.origin}/health/live`)).status).toBe(200);
  expect((await fetch(`${api.origin}/health/ready`)).status).toBe(200);
  // None of the refused took the time that one may wait: those that wait still do.
  expect(held).toEqual(["a", "b"]);
  // One client alone has taken what it was refused: that is no fault of the server.
  expect(api.load).toMatchObject({ running: 2, waiting: 3, refused: 0, rejected: { OVERLOADED: 21 } });

  open();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  // The oldest was always next.
  expect(held).toEqual(["a", "b", "c", "d", "e"]);
  expect((await hold(api, "after")).status).toBe(200);
});

test("one that has waited too long is refused; one whose client has left never starts", async () => {
  const { procedures, held, open } = barrier();
  await using api = await serveProcedures(procedures, { limits: { ...limits, queueWaitMs: 100 } });
  const working = await inOrder(api, ["a", "b"]);
  const left = hold(api, "left", { signal: AbortSignal.timeout(30) }).catch(() => "left");
  const late = hold(api, "late");
  expect(await left).toBe("left");
  expect((await late).status).toBe(503);
  open();
  await Promise.all(working);
  expect((await hold(api, "after")).status).toBe(200);
  expect(held).toEqual(["a", "b", "after"]);
});

test("open streams hold no place", async () => {
  const { procedures, open } = barrier();
  await using api = await serveProcedures(procedures, {
    limits: { ...limits, concurrentRequests: 1, queuedRequests: 0 },
  });
  const streams: Response[] = [];
  for (let stream = 0; stream < 5; stream += 1) streams.push(await api.call("/watch"));
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  open();
  expect((await hold(api, "a")).status).toBe(200);
});

test("a request that fails gives its place back", async () => {
  const { procedures, open } = barrier();
  await using api = await serveProcedures(procedures, {
    limits: { ...limits, concurrentRequests: 1, queuedRequests: 0 },
  });
  open();
  for (let call = 0; call < 5; call += 1) {
    expect((await api.call("/nowhere")).status).toBe(404);
    expect((await hold(api, "a?unknown=1")).status).toBe(422);
  }
  expect((await hold(api, "a")).status).toBe(200);
});
