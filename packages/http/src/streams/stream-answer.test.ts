import { subscription } from "@ashlar/contracts";
import { trpcEvents } from "@ashlar/rpc";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { restStreamFormat } from "../rest/rest-stream-format.ts";
import { encodedEvents } from "./encoded-events.ts";
import { streamAnswer } from "./stream-answer.ts";
import type { StreamFormat } from "./stream-format.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const entry = subscription("GET /news", { summary: "News.", access: "public", output: z.string() });
const trpc = trpcEvents("news", entry);
const trpcFormat: StreamFormat = {
  opened: trpc.connected,
  heartbeat: trpc.ping,
  message: encodedEvents(entry, trpc.written),
  completed: trpc.completed,
  failed: trpc.failed,
};

test.each([
  ["REST", restStreamFormat(entry), "id: 9\n\n"],
  ["tRPC", trpcFormat, "event: ping\ndata: \nid: 9\n\n"],
])("a heartbeat of %s tells how far the stream has come", async (_, format, heartbeat) => {
  const state = { position: "7" };
  const opened = { position: () => state.position, messages: new ReadableStream() };
  const facts = { requestId: "r", signal: new AbortController().signal };
  const reader = streamAnswer(format, entry, opened, facts)
    .body?.pipeThrough(new TextDecoderStream())
    .getReader();
  expect((await reader?.read())?.value).toContain("id: 7\n\n");
  state.position = "9";
  const next = reader?.read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await next)?.value).toBe(heartbeat);
  await reader?.cancel();
  expect(vi.getTimerCount()).toBe(0);
});
