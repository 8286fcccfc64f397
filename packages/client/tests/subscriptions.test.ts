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
async function streamingServer(options: { readonly cutAfter?: number; readonly refuseFirst?: number } = {}) {
  const opened: Opened[] = [];
  const trpc = initTRPC.context<{ authorization: string | undefined }>().create({
    transformer: superjson,
    sse: { client: { reconnectAfterInactivityMs: 5_000 }, ping: { enabled: true, intervalMs: 1_000 } },
  });
  const router = trpc.router({
    changes: trpc.procedure
      // Sound in this test: its own client sends nothing else.
      .input((input) => (input ?? {}) as { lastEventId?: string })
      .subscription(async function* changes({ ctx, input, signal }) {
        opened.push({ lastEventId: input.lastEventId, authorization: ctx.authorization });
        if (ctx.authorization === "Bearer stranger") throw new TRPCError({ code: "UNAUTHORIZED" });
        const first = Number(input.lastEventId ?? 0) + 1;
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
