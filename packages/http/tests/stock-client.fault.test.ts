import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { subscription } from "@ashlar/contracts";
import { Unavailable } from "@ashlar/kernel";
import { Forbidden, implement } from "@ashlar/rpc";
import { startTcpProxy } from "@ashlar/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { serveProcedures } from "./library/serve-procedures.ts";

const contract = {
  news: subscription("GET /news", { summary: "News.", access: "public", output: z.object({ at: z.date() }) }),
};

/** A stream that says nothing until it is resumed, then one thing, and breaks; resumed after that it is refused. */
function news() {
  const positions: (string | null)[] = [];
  async function* messages(position: string, signal: AbortSignal) {
    if (position === "8") {
      yield { id: "9", data: { at: new Date(9) } };
      throw new Unavailable("Come back.");
    }
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  }
  const procedures = implement(contract, {
    news: async ({ request: { lastEventId, signal } }) => {
      positions.push(lastEventId);
      if (lastEventId === "9") throw new Forbidden();
      // Opened again it begins at 7; resumed after that, at 8, so that what is in between is known.
      const position = lastEventId === null ? "7" : "8";
      return { position: () => position, messages: messages(position, signal) };
    },
  });
  return { procedures, positions };
}

type Heard = { readonly by: string; readonly what: unknown };

/** Runs tRPC's own client, and a bare EventSource, in a process that has one. */
function stockSubscriber(origin: string, path: string) {
  const script = join(import.meta.dirname, "library/subscriber-process.ts");
  const child = spawn(process.execPath, ["--experimental-eventsource", script, origin, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const left = new Promise((resolve) => child.once("exit", resolve));
  const heard: Heard[] = [];
  // Sound: the process writes nothing else.
  createInterface({ input: child.stdout }).on("line", (line) => heard.push(JSON.parse(line) as Heard));
  return {
    of: (by: string) => heard.flatMap((one) => (one.by === by ? [one.what] : [])),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await left;
    },
  };
}

test("tRPC's own client and a bare EventSource that are cut off before the first message miss nothing", async () => {
  const { procedures, positions } = news();
  await using api = await serveProcedures(procedures);
  await using line = await startTcpProxy({ targetPort: Number(new URL(api.origin).port) });
  await using subscriber = stockSubscriber(`http://127.0.0.1:${line.port}`, "news");
  await expect.poll(() => positions.length, { timeout: 20_000 }).toBe(2);
  await expect
    .poll(() => [subscriber.of("rest"), subscriber.of("trpc")], { timeout: 20_000 })
    .toEqual([["open"], ["open"]]);
  line.cut();
  await expect.poll(() => subscriber.of("trpc").length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
  expect(subscriber.of("trpc")).toEqual([
    "open",
    "open",
    { id: "9", data: { at: "1970-01-01T00:00:00.009Z" } },
    { refused: expect.objectContaining({ code: "FORBIDDEN", httpStatus: 403 }) },
  ]);
  await expect
    .poll(() => subscriber.of("rest"), { timeout: 20_000 })
    .toEqual(["open", "open", { at: "1970-01-01T00:00:00.009Z" }]);
  await expect
    .poll(() => positions.toSorted(), { timeout: 20_000 })
    .toEqual(["7", "7", "9", "9", null, null]);
});
