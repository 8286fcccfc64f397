import { subscription } from "@ashlar/contracts";
import { type Actor, DomainError, Unavailable } from "@ashlar/kernel";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { bindCalls } from "../src/bind-calls.ts";
import type { CallContext } from "../src/call-context.ts";
import { noPolicies } from "../src/call-procedure.ts";
import { detachedContext } from "../src/detached-context.ts";
import type { OpenedStream } from "../src/handlers.ts";
import { implement } from "../src/implement.ts";
import { Forbidden, Unauthenticated } from "../src/refusals.ts";

const tree = {
  ticks: subscription("GET /ticks", { summary: "Ticks.", access: "orders:read", output: z.int() }),
};

/** A stream that gives what it is given, and tells when it was ended. */
function source() {
  const given: number[] = [];
  let wake = (): void => undefined;
  let signal: AbortSignal | null = null;
  async function* stream(ending: AbortSignal) {
    signal = ending;
    ending.addEventListener("abort", () => wake());
    while (!ending.aborted) {
      const data = given.shift();
      if (data !== undefined) yield { id: String(data), data };
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    stream,
    give: (data: number) => {
      given.push(data);
      wake();
    },
    isEnded: () => signal?.aborted ?? false,
  };
}

const reader = (...permissions: string[]): Actor => ({
  userId: "u",
  sessionId: "s",
  roles: [],
  permissions: new Set(permissions),
  via: "session",
});

describe("an open stream", () => {
  const client = { leave: new AbortController() };
  let now: Actor | null | Error;
  let ticks: ReturnType<typeof source>;

  beforeEach(() => {
    vi.useFakeTimers();
    client.leave = new AbortController();
    now = reader("orders:read");
    ticks = source();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const opened = async (handler = ticks.stream) => {
    const procedures = implement(tree, {
      ticks: async ({ request }) => ({ position: () => "0", messages: handler(request.signal) }),
    });
    const [bound] = bindCalls(procedures, noPolicies);
    const context: CallContext = {
      ...detachedContext(reader("orders:read"), { signal: client.leave.signal }),
      reauthenticate: async () => {
        if (now instanceof Error) throw now;
        return now;
      },
    };
    const stream = (await bound?.call(context, undefined)) as OpenedStream<number>;
    return stream.messages[Symbol.asyncIterator]();
  };
  const ending = (next: Promise<unknown>): Promise<unknown> =>
    next.then(
      (value) => ({ value }),
      (error: unknown) => error,
    );

  it("passes on what it is given, in order, while its caller stays who they are", async () => {
    const iterator = await opened();
    ticks.give(1);
    ticks.give(2);
    expect((await iterator.next()).value).toMatchObject({ data: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await iterator.next()).value).toMatchObject({ data: 2 });
  });

  it.each([
    ["signed out", null, Unauthenticated],
    ["without the permission", reader("orders:place"), Forbidden],
    ["with other permissions", reader("orders:read", "orders:write"), Unavailable],
  ])(
    "ends within three seconds for a caller who is %s, and ends what it reads",
    async (_, later, refusal) => {
      const iterator = await opened();
      const next = ending(iterator.next());
      await vi.advanceTimersByTimeAsync(3_000);
      now = later;
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await next).toBeInstanceOf(refusal);
      expect(ticks.isEnded()).toBe(true);
      ticks.give(3);
      expect((await iterator.next()).done).toBe(true);
    },
  );

  it("continues while nobody can tell who is calling", async () => {
    const iterator = await opened();
    const next = iterator.next();
    now = new Unavailable("The database is away.");
    await vi.advanceTimersByTimeAsync(30_000);
    ticks.give(4);
    expect((await next).value).toMatchObject({ data: 4 });
  });

  it("is not complete but unavailable when its request is ended, so that clients come back", async () => {
    const iterator = await opened();
    const next = ending(iterator.next());
    client.leave.abort();
    expect(await next).toBeInstanceOf(Unavailable);
    expect(ticks.isEnded()).toBe(true);
  });

  it("ends what it reads when its reader leaves", async () => {
    const iterator = await opened();
    ticks.give(5);
    await iterator.next();
    await iterator.return?.();
    expect(ticks.isEnded()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is refused before it begins when its handler refuses", async () => {
    const refused = new DomainError("VALIDATION_FAILED", "No.", {});
    const opening = opened(() => {
      throw refused;
    });
    await expect(opening).rejects.toBe(refused);
  });
});

it("gives its place back once: nobody has read it, all of it was read, or it did not open", async () => {
  const released: string[] = [];
  const bound = (messages: () => AsyncIterable<{ id: string; data: number }>, name: string) => {
    const procedures = implement(tree, {
      ticks: async () => ({ position: () => "0", messages: messages() }),
    });
    return bindCalls(procedures, { ...noPolicies, holdStream: () => () => released.push(name) })[0];
  };
  const leaving = new AbortController();
  const from = { ...detachedContext(reader("orders:read"), { signal: leaving.signal }) };
  async function* two() {
    yield { id: "1", data: 1 };
    yield { id: "2", data: 2 };
  }
  await bound(two, "unread")?.call(from, undefined);
  // Sound: a subscription answers with a stream.
  const whole = (await bound(two, "read")?.call(from, undefined)) as OpenedStream<number>;
  for await (const _ of whole.messages);
  expect(released).toEqual(["read"]);
  const broken = (): never => {
    throw new Error("It does not open.");
  };
  await expect(bound(broken, "broken")?.call(from, undefined)).rejects.toThrow("does not open");
  leaving.abort();
  expect(released).toEqual(["read", "broken", "unread"]);
});
