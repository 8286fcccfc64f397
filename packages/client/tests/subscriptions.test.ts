import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getUntypedClient } from "@trpc/client";
import { initTRPC, TRPCError, tracked } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import superjson from "superjson";
import { expect, test } from "vitest";
import { type ClientOptions, createClient } from "../src/index.ts";

type Opened = { readonly lastEventId: string | undefined; readonly authorization: string | undefined };

/** A tRPC server whose `changes` count up from the position after which the caller resumes. */
async function streamingServer(
  options: {
    readonly cutAfter?: number;
    readonly refuseFirst?: number;
    /** Positions behind it are refused. */
    readonly lostAfter?: number;
    readonly startsAt?: number;
  } = {},
) {
  const opened: Opened[] = [];
  const trpc = initTRPC.context<{ authorization: string | undefined }>().create({
    transformer: superjson,
    errorFormatter: ({ shape, error }) =>
      error.message === "lost"
        ? { ...shape, data: { ...shape.data, failure: { code: "STREAM_POSITION_LOST", details: {} } } }
        : shape,
    sse: { client: { reconnectAfterInactivityMs: 5_000 }, ping: { enabled: true, intervalMs: 1_000 } },
  });
  const router = trpc.router({
    changes: trpc.procedure
      // Sound in this test: its own client sends nothing else.
      .input((input) => (input ?? {}) as { lastEventId?: string })
      .subscription(async function* changes({ ctx, input, signal }) {
        opened.push({ lastEventId: input.lastEventId, authorization: ctx.authorization });
        if (ctx.authorization === "Bearer stranger") throw new TRPCError({ code: "UNAUTHORIZED" });
        const first = Number(input.lastEventId ?? options.startsAt ?? 0) + 1;
        // As the server does when its database was restored to an earlier state.
        if (first > (options.lostAfter ?? Infinity)) throw positionLost();
        for (let position = first; !signal?.aborted; position += 1) {
          yield tracked(String(position), { at: new Date(position) });
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }),
  });
  const handler = createHTTPHandler({
    router,
    basePath: "/trpc/",
    createContext: ({ req }) => ({ authorization: req.headers.authorization }),
  });
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests <= (options.refuseFirst ?? 0)) {
      response.writeHead(503, { "retry-after": "0" }).end();
      return;
    }
    handler(request, response);
    if (requests === 1 && options.cutAfter) setTimeout(() => request.socket.destroy(), options.cutAfter);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    opened,
    openConnections: () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const positionLost = () => new TRPCError({ code: "CONFLICT", message: "lost" });

type Message = { readonly id: string; readonly data: { readonly at: Date } };

/** Subscribes until `count` messages have come, or an error. */
function messages(options: ClientOptions, count: number, path = "changes"): Promise<readonly Message[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Message[]>();
  const got: Message[] = [];
  const subscription = getUntypedClient(createClient(options)).subscription(path, undefined, {
    onData: (message) => {
      // Sound: the server above yields nothing else.
      got.push(message as Message);
      if (got.length < count) return;
      subscription.unsubscribe();
      resolve(got);
    },
    onError: reject,
  });
  return promise;
}

test("messages arrive with position and dates, under the caller's token", async () => {
  await using server = await streamingServer();
  const got = await messages({ url: server.url, token: "t-1" }, 3);
  expect(got.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  expect(got[0]?.data.at).toEqual(new Date(1));
  expect(server.opened).toEqual([{ lastEventId: undefined, authorization: "Bearer t-1" }]);
});

test("a cut stream resumes without gap or repetition, with the secret of that moment", async () => {
  await using server = await streamingServer({ cutAfter: 100 });
  const secrets = ["t-1", "t-2"];
  const got = await messages({ url: server.url, token: () => secrets.shift() }, 30);
  expect(got.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => `${index + 1}`));
  expect(server.opened.map(({ authorization }) => authorization)).toEqual(["Bearer t-1", "Bearer t-2"]);
  expect(Number(server.opened[1]?.lastEventId)).toBeGreaterThan(0);
});

test("a server that is overloaded at first is tried again", async () => {
  await using server = await streamingServer({ refuseFirst: 1 });
  expect(await messages({ url: server.url, token: "t" }, 1)).toHaveLength(1);
});

test("a stranger is told so, once", async () => {
  await using server = await streamingServer();
  await expect(messages({ url: server.url, token: "stranger" }, 1)).rejects.toMatchObject({
    data: { code: "UNAUTHORIZED", httpStatus: 401 },
  });
  expect(server.opened).toHaveLength(1);
});

test("a stream that does not exist is refused with the server's own error", async () => {
  await using server = await streamingServer();
  await expect(messages({ url: server.url, token: "t" }, 1, "nothing")).rejects.toMatchObject({
    data: { code: "NOT_FOUND", httpStatus: 404 },
  });
});

test("whoever unsubscribes leaves no connection open", async () => {
  await using server = await streamingServer();
  await messages({ url: server.url, token: "t" }, 2);
  await expect.poll(() => server.openConnections(), { timeout: 2_000 }).toBe(0);
});

test("a stream whose position is refused begins again from now on, and its subscriber learns why", async () => {
  const options = { cutAfter: 100, lostAfter: 2 };
  await using server = await streamingServer(options);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ids: string[] = [];
  const failures: unknown[] = [];
  const subscription = getUntypedClient(createClient({ url: server.url, token: "t" })).subscription(
    "changes",
    undefined,
    {
      onData: (message) => {
        // Sound: the server above yields nothing else.
        ids.push((message as Message).id);
        if (failures.length > 0) resolve();
      },
      onConnectionStateChange: ({ error }) => {
        // Sound: what the type of an untyped client leaves open.
        const data = error?.data as { readonly failure?: unknown } | undefined;
        if (data?.failure) failures.push(data.failure);
      },
      onError: reject,
    },
  );
  await promise;
  subscription.unsubscribe();
  expect(failures).toEqual([{ code: "STREAM_POSITION_LOST", details: {} }]);
  expect(server.opened.map(({ lastEventId }) => lastEventId ?? "")).toEqual(["", ids.at(-2), ""]);
  expect(ids.at(-1)).toBe("1");
});

test("a stream that is refused without a position is an error of its subscriber", async () => {
  await using server = await streamingServer({ lostAfter: 2, startsAt: 5 });
  await expect(messages({ url: server.url, token: "t" }, 1)).rejects.toMatchObject({
    data: { failure: { code: "STREAM_POSITION_LOST" } },
  });
});
