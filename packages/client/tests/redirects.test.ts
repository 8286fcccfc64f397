import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createClient, safe, Unreachable } from "../src/index.ts";

/** A server that answers everything with a redirect, and the requests that came to where it points. */
async function redirecting(status: number) {
  const followed: IncomingHttpHeaders[] = [];
  const elsewhere = createServer((request, response) => {
    followed.push(request.headers);
    response.writeHead(200, { "content-type": "application/json" }).end('{"result":{"data":{"json":null}}}');
  });
  const here = createServer((_request, response) => {
    response.writeHead(status, { location: `${originOf(elsewhere)}/trpc/auth.me` }).end();
  });
  for (const server of [elsewhere, here]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }
  return {
    url: originOf(here),
    followed,
    [Symbol.asyncDispose]: async () => {
      for (const server of [elsewhere, here]) server.close().closeAllConnections();
    },
  };
}

// Sound: a server that listens on TCP has an address with a port.
const originOf = (server: ReturnType<typeof createServer>): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const credentials = { apiKey: "ashlar_secret" };

describe.each([301, 302, 303, 307, 308])("a redirect with status %i", (status) => {
  test.each([true, false])(
    "is not followed by queries and mutations, whose error says what to do (batch: %s)",
    async (batch) => {
      await using server = await redirecting(status);
      const client = createClient({ url: server.url, batch, ...credentials });
      const login = { email: "a@example.test", password: "secret" };
      const [, ofQuery] = await safe(client.auth.me.query());
      const [, ofMutation] = await safe(client.auth.login.mutate(login));
      for (const error of [ofQuery, ofMutation]) {
        expect(error?.cause).toBeInstanceOf(Unreachable);
        expect(error?.cause).toMatchObject({ reason: "redirected", status });
        expect(error?.message).toMatch(/redirects.*give the client the address/);
      }
      expect(server.followed).toEqual([]);
    },
  );

  test("ends a subscription, which is not opened elsewhere", async () => {
    await using server = await redirecting(status);
    const client = createClient({ url: server.url, ...credentials });
    const message = await new Promise<string>((resolve) => {
      client.orders.changes.subscribe(undefined, { onError: (error) => resolve(error.message) });
    });
    expect(message).toMatch(/redirects/);
    expect(server.followed).toEqual([]);
  });
});
